package io.vestibule.auth.totp;

import io.vestibule.auth.internal.Characters;
import java.util.Locale;

/** What somebody typed as a code. Without state. */
final class Typed {
  private static final int DIGITS = 6;
  private static final int LETTERS = 8;
  private static final int LONGEST = 64;
  private static final Characters DECIMAL = Characters.of(c -> c >= '0' && c <= '9');
  private static final Characters WORDS =
      Characters.of(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));

  private Typed() {}

  /** Without the blanks and hyphens that people put between, in capitals; {@code ""} for what is too long. */
  static String bare(String code) {
    return code.length() > LONGEST
        ? ""
        : code.replaceAll("[\\s\\u00a0-]+", "").toUpperCase(Locale.ROOT);
  }

  /** Whether it looks like the code of an app. */
  static boolean isOfApp(String bare) {
    return bare.length() == DIGITS && DECIMAL.containAll(bare);
  }

  /** Whether it looks like a recovery code. */
  static boolean isRecovery(String bare) {
    return bare.length() == LETTERS && WORDS.containAll(bare);
  }
}
