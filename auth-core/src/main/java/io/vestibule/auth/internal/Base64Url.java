package io.vestibule.auth.internal;

import java.security.SecureRandom;
import java.util.Base64;

/** base64url without padding (RFC 4648, 5): the letters that a cookie, an address and a header may hold. */
public final class Base64Url {
  private static final Characters LETTERS = Characters.of(c -> (c >= 'a' && c <= 'z')
      || (c >= 'A' && c <= 'Z')
      || (c >= '0' && c <= '9')
      || c == '-'
      || c == '_');

  private Base64Url() {}

  /** These bytes. */
  public static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** So many random bytes: a text that means something to us only. */
  public static String random(SecureRandom random, int bytes) {
    byte[] chosen = new byte[bytes];
    random.nextBytes(chosen);
    return encode(chosen);
  }

  /** Whether a text has this length and these letters only, so that no look-up is spent on another one. */
  public static boolean fits(String text, int length) {
    return text.length() == length && LETTERS.containAll(text);
  }
}
