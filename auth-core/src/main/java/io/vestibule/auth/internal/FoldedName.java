package io.vestibule.auth.internal;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the spellings of one name have in common, wherever its case does not matter. Without state. */
public final class FoldedName {
  /** Everything below is NFC already, and most that is typed is below. */
  private static final char FIRST_COMBINING = '\u0300';

  /** Composing takes time by the square of the length, and nobody's name or password is as long as that. */
  private static final int LONGEST = 1024;

  private static final Pattern NOT_LETTERS = Pattern.compile("[\\p{M}\\p{Cf}]+");

  private FoldedName() {}

  /** The name in small letters, composed; the same for all that differ in case and composition only. */
  public static String of(String name) {
    return nfc(nfc(name).toLowerCase(Locale.ROOT));
  }

  /**
   * What is left of a name for a table that looks at its letters only, as those of databases may: without the blanks
   * around it, accents, and what cannot be seen. Names that differ in nothing else are one here.
   */
  public static String loose(String name) {
    String bare = name.strip();
    if (bare.length() > LONGEST || bare.chars().allMatch(c -> c < 0x80)) {
      return bare.toLowerCase(Locale.ROOT);
    }
    String letters =
        NOT_LETTERS.matcher(Normalizer.normalize(bare, Normalizer.Form.NFKD)).replaceAll("");
    return letters.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).strip();
  }

  /** The same text, composed; one of more than 1,024 characters stays as it is. */
  public static String nfc(String text) {
    if (text.length() > LONGEST) {
      return text;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= FIRST_COMBINING) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
      }
    }
    return text;
  }
}
