package io.vestibule.auth.rules;

import io.vestibule.auth.Access;
import java.time.Duration;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one condition of an access expression: {@code user}, {@code mfa}, {@code role:NAME}, {@code fresh(10m)}. */
final class Conditions {
  private static final String EXAMPLE = "/admin/** = role:admin";
  private static final String FRESH_EXAMPLE = "/pay/** = user & mfa & fresh(10m)";
  private static final Pattern AGE = Pattern.compile("([0-9]{1,9})([smhd])");
  private static final Pattern OTHER_UNIT =
      Pattern.compile("([0-9]{1,9})(sec|secs|seconds?|min|mins|minutes?|hours?|hrs?|days?|[SMHD])");
  private static final Map<String, Duration> UNITS = Map.of(
      "s", Duration.ofSeconds(1),
      "m", Duration.ofMinutes(1),
      "h", Duration.ofHours(1),
      "d", Duration.ofDays(1));
  private static final Duration LONGEST = Duration.ofDays(3650);

  private Conditions() {}

  /** Reads a word that is complete in itself; the next token serves to say what was meant. */
  static Access of(Token word, Token next) {
    String text = word.text();
    int colon = text.indexOf(':');
    if (text.equals("user")) {
      return Access.signedIn();
    }
    if (text.equals("mfa")) {
      return new Access.Mfa();
    }
    if (text.startsWith("\"")) {
      throw word.fault("a name stands without what it names", "write role:" + text, EXAMPLE);
    }
    if (text.startsWith("!") || text.equals("not")) {
      throw word.fault(
          "the language has no \"not\"", "write a rule for the others further up", EXAMPLE);
    }
    if (colon < 0) {
      throw word.fault(Words.quoted(text) + " is no condition", Words.cure(text), EXAMPLE);
    }
    return named(word, text.substring(0, colon), name(word, colon + 1, next));
  }

  private static Access named(Token word, String kind, String name) {
    return switch (kind) {
      case "role" -> new Access.Role(name);
      case "scope" -> new Access.Scope(name);
      case "via" -> new Access.Via(name);
      default ->
        throw RuleSyntaxException.inValue(
            word.offset(),
            kind.length(),
            Words.quoted(kind + ':') + " is nothing that a rule can ask for",
            Words.cure(kind, word.text().substring(kind.length() + 1)),
            EXAMPLE);
    };
  }

  private static String name(Token word, int from, Token next) {
    String name = word.text().substring(from);
    String kind = word.text().substring(0, from);
    if (name.startsWith("\"")) {
      name = name.substring(1, name.length() - 1).replace("\"\"", "\"");
    } else {
      checkBare(word, kind, name);
    }
    if (name.isBlank()) {
      throw word.fault(
          Words.quoted(word.text()) + " names nothing",
          "write " + kind + (next.is(Token.Kind.WORD) ? next.text() : "NAME") + " without a blank",
          EXAMPLE);
    }
    return name;
  }

  /** What people write when they mean more than one name; taken by its letters it would let nobody pass. */
  private static void checkBare(Token word, String kind, String name) {
    if (name.equals("*")) {
      throw word.fault(
          Words.quoted(word.text()) + " is no wildcard",
          "write user for anybody who is signed in",
          EXAMPLE);
    }
    int comma = name.indexOf(',');
    if (comma >= 0) {
      throw RuleSyntaxException.inValue(
          word.offset() + kind.length() + comma,
          1,
          "a comma stands in a name",
          "write | between names that are each enough, or put one such name in quotation marks",
          EXAMPLE);
    }
  }

  /** Reads {@code (10m)} after the word {@code fresh}. */
  static Access fresh(Token word, Deque<Token> tokens) {
    if (!tokens.element().is(Token.Kind.OPEN)) {
      throw word.fault("fresh says no age", "write fresh(10m)", FRESH_EXAMPLE);
    }
    Token open = tokens.remove();
    Token age = tokens.remove();
    if (age.is(Token.Kind.CLOSE)) {
      throw word.fault("fresh says no age", "write fresh(10m)", FRESH_EXAMPLE);
    }
    if (age.is(Token.Kind.END)) {
      throw ExpressionParser.neverClosed(open);
    }
    Duration maxAge = age(age);
    Token close = tokens.remove();
    if (!close.is(Token.Kind.CLOSE)) {
      throw close.is(Token.Kind.END)
          ? ExpressionParser.neverClosed(open)
          : close.fault(
              Words.quoted(close.text()) + " stands after the age",
              "write one number and one unit, such as fresh(90m)",
              FRESH_EXAMPLE);
    }
    return new Access.Fresh(maxAge);
  }

  private static Duration age(Token token) {
    Matcher matcher = AGE.matcher(token.text());
    if (!matcher.matches()) {
      throw token.fault(Words.quoted(token.text()) + " is no age", cure(token), FRESH_EXAMPLE);
    }
    Duration unit = UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
    Duration age = unit.multipliedBy(Long.parseLong(matcher.group(1)));
    if (age.isZero()) {
      throw token.fault(
          "an age of nothing would refuse everybody",
          "write a longer one, such as fresh(10m)",
          FRESH_EXAMPLE);
    }
    if (age.compareTo(LONGEST) > 0) {
      throw token.fault(
          "an age of more than ten years asks for nothing",
          "write a shorter one, such as fresh(30d)",
          FRESH_EXAMPLE);
    }
    return age;
  }

  private static String cure(Token token) {
    Matcher other = OTHER_UNIT.matcher(token.text());
    if (other.matches()) {
      return "write fresh("
          + other.group(1)
          + other.group(2).substring(0, 1).toLowerCase(Locale.ROOT)
          + ")";
    }
    return token.text().matches("[0-9]{1,9}")
        ? "add the unit s, m, h or d: fresh(" + token.text() + "m)"
        : "write one number and one unit of s, m, h or d, such as fresh(90m)";
  }
}
