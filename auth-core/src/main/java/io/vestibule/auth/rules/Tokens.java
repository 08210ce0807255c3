package io.vestibule.auth.rules;

import java.util.ArrayDeque;
import java.util.Deque;

/** Cuts an access expression into words and signs; a word goes on through double quotes. */
final class Tokens {
  private static final String EXAMPLE = "/reports/** = role:\"night shift\" | scope:reports:read";
  private static final int LONGEST = 4096;
  private static final String SIGNS = "|&()";

  private Tokens() {}

  /** All of them, an {@code END} last. */
  static Deque<Token> of(String text) {
    if (text.length() > LONGEST) {
      throw fault(
          LONGEST,
          text.length() - LONGEST,
          "the expression is longer than " + LONGEST + " characters",
          "give the users a role of their own");
    }
    Deque<Token> tokens = new ArrayDeque<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (SIGNS.indexOf(c) >= 0) {
        tokens.add(new Token(sign(c), at, String.valueOf(c)));
        at++;
      } else if (c == ' ' || c == '\t') {
        at++;
      } else {
        int end = endOfWord(text, at);
        tokens.add(new Token(Token.Kind.WORD, at, text.substring(at, end)));
        at = end;
      }
    }
    tokens.add(new Token(Token.Kind.END, text.length(), ""));
    return tokens;
  }

  private static Token.Kind sign(char c) {
    return switch (c) {
      case '|' -> Token.Kind.OR;
      case '&' -> Token.Kind.AND;
      case '(' -> Token.Kind.OPEN;
      default -> Token.Kind.CLOSE;
    };
  }

  private static int endOfWord(String text, int from) {
    int at = from;
    while (at < text.length() && !endsWord(text.charAt(at))) {
      if (text.charAt(at) == '"') {
        return endOfQuote(text, from, at);
      }
      checkVisible(text, at);
      at++;
    }
    return at;
  }

  private static boolean endsWord(char c) {
    return SIGNS.indexOf(c) >= 0 || c == ' ' || c == '\t';
  }

  /** A quote is part of a word only around the whole name; two in a row within stand for one. */
  private static int endOfQuote(String text, int word, int quote) {
    if (quote > word && text.charAt(quote - 1) != ':') {
      throw fault(
          quote,
          1,
          "a quotation mark stands within a name",
          "put the whole name in quotation marks, with two where it has one");
    }
    int at = quote + 1;
    while (at < text.length()) {
      checkNoControl(text, at);
      boolean mark = text.charAt(at) == '"';
      if (mark && !text.startsWith("\"\"", at)) {
        return endOfQuotedWord(text, at + 1);
      }
      at += mark ? 2 : 1;
    }
    throw fault(
        quote,
        text.length() - quote,
        "the quotation mark is never closed",
        "write another after the name");
  }

  private static int endOfQuotedWord(String text, int at) {
    if (at < text.length() && !endsWord(text.charAt(at))) {
      throw fault(
          at,
          1,
          "a name goes on after its closing quotation mark",
          "put the whole name in quotation marks, with two where it has one");
    }
    return at;
  }

  private static void checkVisible(String text, int at) {
    char c = text.charAt(at);
    if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      throw fault(at, 1, code(c) + " is no blank of this language", "write an ordinary blank");
    }
    checkNoControl(text, at);
  }

  private static void checkNoControl(String text, int at) {
    if (Character.isISOControl(text.charAt(at))) {
      throw fault(
          at, 1, "the control character " + code(text.charAt(at)) + " is here", "take it away");
    }
  }

  private static String code(char c) {
    return String.format("U+%04X", (int) c);
  }

  private static RuleSyntaxException fault(int offset, int length, String found, String cure) {
    return RuleSyntaxException.inValue(offset, length, found, cure, EXAMPLE);
  }
}
