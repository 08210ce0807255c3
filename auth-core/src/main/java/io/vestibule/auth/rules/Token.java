package io.vestibule.auth.rules;

/**
 * A word or a sign of an access expression.
 *
 * @param offset where it begins
 * @param text as written, quotes included; empty at both ends
 */
record Token(Kind kind, int offset, String text) {
  /** What it is. */
  enum Kind {
    START,
    WORD,
    OR,
    AND,
    OPEN,
    CLOSE,
    END
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean isOperator() {
    return kind == Kind.OR || kind == Kind.AND;
  }

  RuleSyntaxException fault(String found, String cure, String example) {
    return RuleSyntaxException.inValue(offset, text.length(), found, cure, example);
  }
}
