package io.vestibule.auth.rules;

import io.vestibule.auth.Access;
import io.vestibule.auth.Requirement;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads an access expression: {@code any = all *("|" all)}, {@code all = part *("&" part)}, {@code part = "(" any
 * ")" / condition}. Used once, by one thread.
 */
final class ExpressionParser {
  private static final String EXAMPLE = "/api/** = role:editor | (role:writer & mfa)";
  private static final int DEEPEST = 100;
  private static final Map<String, Requirement> ALONE = Map.of(
      "public", Requirement.OPEN, "optional", Requirement.LENIENT, "deny", Requirement.CLOSED);
  private static final Map<String, String> IN_ENGLISH =
      Map.of("or", "|", "and", "&", ",", "|", "not", "the narrower rule further up");

  private final Deque<Token> tokens;

  private ExpressionParser(Deque<Token> tokens) {
    this.tokens = tokens;
  }

  /** Reads the whole text. */
  static Requirement parse(String text) {
    Deque<Token> tokens = Tokens.of(text);
    if (tokens.size() == 1) {
      throw RuleSyntaxException.inValue(
          0, text.length(), "there is no expression", "write user, public or role:NAME", EXAMPLE);
    }
    Requirement alone = tokens.size() == 2 ? ALONE.get(tokens.element().text()) : null;
    return alone == null ? new ExpressionParser(tokens).demands() : alone;
  }

  private Requirement demands() {
    Access access = any(new Token(Token.Kind.START, 0, ""), 0);
    Token rest = tokens.element();
    if (!rest.is(Token.Kind.END)) {
      throw rest.is(Token.Kind.CLOSE) ? closesNothing(rest) : noOperator(rest);
    }
    return access.equals(Access.signedIn())
        ? Requirement.SIGNED_IN
        : new Requirement.Demands(access);
  }

  private Access any(Token before, int depth) {
    List<Access> parts = new ArrayList<>();
    parts.add(all(before, depth));
    while (tokens.element().is(Token.Kind.OR)) {
      parts.add(all(tokens.remove(), depth));
    }
    return joined(
        parts,
        part -> part instanceof Access.AnyOf any ? any.parts() : List.of(part),
        Access.AnyOf::new);
  }

  private Access all(Token before, int depth) {
    List<Access> parts = new ArrayList<>();
    parts.add(part(before, depth));
    while (tokens.element().is(Token.Kind.AND)) {
      parts.add(part(tokens.remove(), depth));
    }
    return joined(
        parts,
        part -> part instanceof Access.AllOf all ? all.parts() : List.of(part),
        Access.AllOf::new);
  }

  private static Access joined(
      List<Access> parts,
      Function<Access, List<Access>> flat,
      Function<List<Access>, Access> join) {
    return parts.size() == 1
        ? parts.get(0)
        : join.apply(parts.stream().map(flat).flatMap(List::stream).toList());
  }

  private Access part(Token before, int depth) {
    Token token = tokens.remove();
    if (token.is(Token.Kind.OPEN)) {
      return group(token, depth + 1);
    }
    if (!token.is(Token.Kind.WORD)) {
      throw nothing(before, token);
    }
    if (ALONE.containsKey(token.text())) {
      throw notAlone(token, before.isOperator() ? before : tokens.element());
    }
    return token.text().equals("fresh")
        ? Conditions.fresh(token, tokens)
        : Conditions.of(token, tokens.element());
  }

  private Access group(Token open, int depth) {
    if (depth > DEEPEST) {
      throw open.fault(
          "parentheses are nested deeper than " + DEEPEST,
          "take away those that are not needed",
          EXAMPLE);
    }
    Access inner = any(open, depth);
    Token close = tokens.remove();
    if (close.is(Token.Kind.END)) {
      throw neverClosed(open);
    }
    if (!close.is(Token.Kind.CLOSE)) {
      throw noOperator(close);
    }
    return inner;
  }

  static RuleSyntaxException neverClosed(Token open) {
    return open.fault("this ( is never closed", "write a ) where it ends", EXAMPLE);
  }

  private static RuleSyntaxException closesNothing(Token close) {
    return close.fault(
        "this ) closes nothing", "take it away, or write the ( where it begins", EXAMPLE);
  }

  /** A condition is missing between these two. */
  private static RuleSyntaxException nothing(Token before, Token token) {
    if (before.isOperator()) {
      return before.kind() == token.kind() && token.offset() == before.offset() + 1
          ? token.fault(
              before.text() + token.text() + " is no operator",
              "write " + token.text() + " once",
              EXAMPLE)
          : before.fault(
              "nothing stands after " + before.text(),
              "write a condition there or take it away",
              EXAMPLE);
    }
    if (token.isOperator()) {
      return token.fault(
          "nothing stands before " + token.text(),
          "write a condition there or take it away",
          EXAMPLE);
    }
    if (before.is(Token.Kind.START)) {
      return closesNothing(token);
    }
    return token.is(Token.Kind.END)
        ? neverClosed(before)
        : before.fault(
            "nothing stands between the parentheses",
            "write a condition there or take them away",
            EXAMPLE);
  }

  private static RuleSyntaxException noOperator(Token token) {
    String meant = IN_ENGLISH.getOrDefault(token.text().toLowerCase(Locale.ROOT), "");
    return meant.isEmpty()
        ? token.fault(
            "no operator stands before " + Words.quoted(token.text()),
            "write & where both must hold, | where one is enough",
            EXAMPLE)
        : token.fault(Words.quoted(token.text()) + " is no operator", "write " + meant, EXAMPLE);
  }

  private static RuleSyntaxException notAlone(Token word, Token beside) {
    String example = "/public/** = " + word.text();
    if (word.text().equals("optional")) {
      return word.fault(
          "optional never opens a role: it says that wrong credentials count as none,"
              + " and who shows none has no role",
          "write optional alone, or the other conditions alone",
          example);
    }
    String effect = (word.text().equals("public") == beside.is(Token.Kind.OR))
        ? " decides alone, whatever stands beside it"
        : " changes nothing beside another condition";
    return word.fault(
        word.text() + (beside.isOperator() ? effect : " stands alone, without anything beside it"),
        "write " + word.text() + " alone, or take it away",
        example);
  }
}
