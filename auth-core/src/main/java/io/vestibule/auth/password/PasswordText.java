package io.vestibule.auth.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.FoldedName;
import java.util.Optional;

/** What a typed password or name is compared as: its NFC form (RFC 8265, 4.2: OpaqueString). */
final class PasswordText {
  static final int MAX_CHARS = 1024;

  private PasswordText() {}

  /**
   * The text to compute with; empty for what can be nobody's password: nothing, too much, or a lone surrogate,
   * which the encoding would turn into a question mark.
   */
  static Optional<String> of(Secret password) {
    String text = password.reveal();
    if (text.isEmpty() || text.length() > MAX_CHARS || hasLoneSurrogate(text)) {
      return Optional.empty();
    }
    return Optional.of(nfc(text));
  }

  /** The same text, composed. */
  static String nfc(String text) {
    return FoldedName.nfc(text);
  }

  /** What two spellings of one name have in common. */
  static String folded(String name) {
    return FoldedName.of(name);
  }

  /** How much of bcrypt's 72 bytes the text takes. */
  static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
      }
    }
    return false;
  }
}
