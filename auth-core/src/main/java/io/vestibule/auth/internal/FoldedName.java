package io.vestibule.auth.internal;

import java.text.Normalizer;
import java.util.Locale;

/** What the spellings of one name have in common, wherever its case does not matter. Without state. */
public final class FoldedName {
  /** Everything below is NFC already, and most that is typed is below. */
  private static final char FIRST_COMBINING = '\u0300';

  private FoldedName() {}

  /** The name in small letters, composed; the same for all that differ in case and composition only. */
  public static String of(String name) {
    return nfc(nfc(name).toLowerCase(Locale.ROOT));
  }

  /** The same text, composed. */
  public static String nfc(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= FIRST_COMBINING) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
      }
    }
    return text;
  }
}
