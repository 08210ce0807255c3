package io.vestibule.auth.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What a program shows: {@code vst_}, 256 random bits as 43 letters and digits, and 6 more that are a checksum. A
 * double click selects all of it, and a scanner of secrets finds it by {@code vst_[0-9A-Za-z]{49}}. Immutable.
 */
final class TokenText {
  /** What all of them begin with, and nothing else. */
  static final String PREFIX = "vst_";

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM = 43;
  private static final int CHECKED = PREFIX.length() + RANDOM;
  private static final int CHECKSUM = 6;
  private static final int SHOWN = 4;

  private final String text;
  private final byte[] bytes;

  private TokenText(String text, byte[] bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  static TokenText random(SecureRandom random) {
    StringBuilder text = new StringBuilder(PREFIX);
    for (int i = 0; i < RANDOM; i++) {
      text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    String checked = text + checksum(text.toString().getBytes(ISO_8859_1));
    return new TokenText(checked, checked.getBytes(ISO_8859_1));
  }

  /**
   * Empty for what was mistyped, cut short or made up by somebody who has never seen one: no look-up is spent on it.
   */
  static Optional<TokenText> parse(String shown) {
    if (shown.length() != CHECKED + CHECKSUM || !shown.startsWith(PREFIX)) {
      return Optional.empty();
    }
    for (int i = PREFIX.length(); i < shown.length(); i++) {
      if (!isDigit(shown.charAt(i))) {
        return Optional.empty();
      }
    }
    byte[] bytes = shown.getBytes(ISO_8859_1);
    return shown.endsWith(checksum(bytes))
        ? Optional.of(new TokenText(shown, bytes))
        : Optional.empty();
  }

  /** What the program keeps. */
  String reveal() {
    return text;
  }

  /** What its digest is made of; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** Its last characters, by which its owner tells it from others. They say nothing that the checksum does not. */
  String ending() {
    return text.substring(text.length() - SHOWN);
  }

  private static boolean isDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static String checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, CHECKED);
    long rest = crc.getValue();
    char[] digits = new char[CHECKSUM];
    for (int i = CHECKSUM - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
      rest /= DIGITS.length();
    }
    return new String(digits);
  }

  @Override
  public String toString() {
    return "***";
  }
}
