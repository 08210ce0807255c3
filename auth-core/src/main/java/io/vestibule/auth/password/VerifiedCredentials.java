package io.vestibule.auth.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.internal.ExpiringMap;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for a while which passwords were right, so that the next request need not pay for the hash again.
 * Thread-safe.
 *
 * <p>It holds neither a password nor a digest that could be tried offline without its key, which is made anew in
 * each process. It never holds a failure. Since the stored hash is part of what is remembered, a changed one is
 * not found.
 */
final class VerifiedCredentials {
  private static final int MOST = 10_000;
  private static final String ALGORITHM = "HmacSHA256";

  private final boolean on;
  private final ExpiringMap<Digest, Boolean> known;
  private final Mac keyed;

  /** Remembers for this long; not at all when it is zero. */
  VerifiedCredentials(Duration life, InstantSource clock) {
    this.on = !life.isZero();
    this.known = new ExpiringMap<>(MOST, on ? life : Duration.ofMillis(1), clock);
    this.keyed = keyed();
  }

  boolean contains(Users.Entry entry, Secret password) {
    return on
        && PasswordText.of(password)
            .map(text -> known.get(digest(entry, text)).isPresent())
            .orElse(false);
  }

  void add(Users.Entry entry, Secret password) {
    if (on) {
      PasswordText.of(password).ifPresent(text -> known.put(digest(entry, text), true));
    }
  }

  private Digest digest(Users.Entry entry, String password) {
    Mac mac = Digests.copy(keyed);
    mac.update(entry.frame());
    return Digest.of(mac.doFinal(password.getBytes(UTF_8)));
  }

  private static Mac keyed() {
    try {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
    }
  }

  /** Nobody can aim at a digest without the key, so comparing two of them may take as long as it likes. */
  private record Digest(long a, long b, long c, long d) {
    static Digest of(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new Digest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }
  }
}
