package io.vestibule.auth.testing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An authenticator app on somebody's phone (RFC 6238), written apart from what it is shown to.
 *
 * @param key in Base32, with blanks or without
 */
public record AuthenticatorApp(String key) {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /** The code that it shows at this moment. */
  public String code(Instant time) {
    return code(time, 0);
  }

  /** The code that it shows so many steps of 30 seconds later. */
  public String code(Instant time, long steps) {
    byte[] hash = hash(Math.floorDiv(time.getEpochSecond(), 30) + steps);
    int offset = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash, offset, 4).getInt() & 0x7fff_ffff;
    return String.format(Locale.ROOT, "%06d", number % 1_000_000);
  }

  private byte[] hash(long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(bytes(), "HmacSHA1"));
      return mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private byte[] bytes() {
    String bare = key.replace(" ", "");
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < bare.length(); i++) {
      String five = Integer.toBinaryString(ALPHABET.indexOf(bare.charAt(i)));
      bits.append("0".repeat(5 - five.length())).append(five);
    }
    byte[] bytes = new byte[bits.length() / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    return bytes;
  }
}
