package io.vestibule.auth.internal;

import java.util.function.IntPredicate;

/** A set of characters, for questions that each request asks: a table answers them faster than a lambda. Immutable. */
public final class Characters {
  /** US-ASCII. */
  public static final Characters ASCII = of(c -> c < 0x80);

  /** What is visible in US-ASCII, no blank. */
  public static final Characters VISIBLE = of(c -> c > ' ' && c < 0x7f);

  /** Hexadecimal digits, small and capital. */
  public static final Characters HEX =
      of(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));

  /** What a token consists of (RFC 9110, 5.6.2). */
  public static final Characters TOKEN = VISIBLE.without("\"(),/:;<=>?@[\\]{}");

  private static final int BEYOND = 0x100;

  private final boolean[] members;

  private Characters(boolean[] members) {
    this.members = members;
  }

  /** Those of Latin-1 for which this holds; the characters beyond it all belong if U+0100 does. */
  public static Characters of(IntPredicate these) {
    boolean[] members = new boolean[BEYOND + 1];
    for (int c = 0; c <= BEYOND; c++) {
      members[c] = these.test(c);
    }
    return new Characters(members);
  }

  /** These but for some. */
  public Characters without(String some) {
    return of(c -> members[c] && some.indexOf(c) < 0);
  }

  /** Whether this one belongs. */
  public boolean contains(char c) {
    return members[Math.min(c, BEYOND)];
  }

  /** Whether each one of the text belongs; so it is of the empty text. */
  public boolean containAll(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!contains(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
