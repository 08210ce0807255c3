package io.vestibule.auth.totp;

import java.io.ByteArrayOutputStream;

/** Base32 without padding (RFC 4648, 6): the letters in which authenticator apps take a key. Without state. */
final class Base32 {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;

  private Base32() {}

  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte next : bytes) {
      held = (held << Byte.SIZE) | (next & 0xff);
      bits += Byte.SIZE;
      while (bits >= BITS) {
        bits -= BITS;
        text.append(ALPHABET.charAt((held >>> bits) & 31));
      }
    }
    return bits == 0
        ? text.toString()
        : text.append(ALPHABET.charAt((held << (BITS - bits)) & 31)).toString();
  }

  /** The bytes of a text of ours; bits that make up no whole byte are left out. */
  static byte[] decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int held = 0;
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        throw new IllegalArgumentException("not in Base32");
      }
      held = (held << BITS) | value;
      bits += BITS;
      if (bits >= Byte.SIZE) {
        bits -= Byte.SIZE;
        bytes.write(held >>> bits);
      }
    }
    return bytes.toByteArray();
  }
}
