package io.vestibule.auth.totp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vestibule.auth.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The codes of one key: six digits for each 30 seconds (RFC 6238), by HMAC-SHA-1 (RFC 4226), which is what every app
 * computes. Immutable.
 *
 * @param key in Base32
 */
record Totp(Secret key) {
  private static final String ALGORITHM = "HmacSHA1";
  private static final int KEY_BYTES = 20;
  private static final int SECONDS = 30;
  private static final int CODES = 1_000_000;

  /** A key of 160 random bits (RFC 4226, 4: as long as the hash). */
  static Totp random(SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return new Totp(Secret.of(Base32.encode(key)));
  }

  /** The step of 30 seconds that this moment belongs to. */
  static long step(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), SECONDS);
  }

  /** The code of a step. */
  String code(long step) {
    return String.format(Locale.ROOT, "%06d", truncated(step) % CODES);
  }

  /**
   * The step of which this is the code, of those from so many before one to so many after it; the earliest, should there
   * be two. Looks at all of them, so how long it takes says nothing.
   */
  OptionalLong stepOf(String code, long around, int distance) {
    byte[] shown = code.getBytes(US_ASCII);
    OptionalLong found = OptionalLong.empty();
    for (long step = around + distance; step >= around - distance; step--) {
      if (MessageDigest.isEqual(code(step).getBytes(US_ASCII), shown)) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** RFC 4226, 5.3: 31 bits of the HMAC, from where its last four say. */
  int truncated(long counter) {
    byte[] hash = hmac(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
    return ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & 0x7fff_ffff;
  }

  private byte[] hmac(byte[] counter) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(Base32.decode(key.reveal()), ALGORITHM));
      return mac.doFinal(counter);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
    }
  }
}
