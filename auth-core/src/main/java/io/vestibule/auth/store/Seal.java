package io.vestibule.auth.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals short texts that leave our hands, so that only this installation can read them or make one: AES-256 in GCM
 * (NIST SP 800-38D), with a key of its own for each purpose. Thread-safe.
 */
public final class Seal {
  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final Supplier<Mac> shared;
  private final String purpose;
  private final SecureRandom random;

  /**
   * A seal for one purpose.
   *
   * @param shared the key of this installation, such as a {@link SharedKey}
   */
  public Seal(Supplier<Mac> shared, String purpose, SecureRandom random) {
    this.shared = shared;
    this.purpose = purpose;
    this.random = random;
  }

  /**
   * The text, sealed, in letters that a cookie and an address may hold.
   *
   * @throws AuthUnavailableException when the key is not known yet and the store is down
   */
  public String seal(String text) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] plain = text.getBytes(UTF_8);
    byte[] all = new byte[NONCE + plain.length + TAG_BITS / 8];
    System.arraycopy(nonce, 0, all, 0, NONCE);
    try {
      cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain, 0, plain.length, all, NONCE);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
    }
    return Base64Url.encode(all);
  }

  /**
   * What was sealed for this purpose; empty for anything else.
   *
   * @throws AuthUnavailableException when the key is not known yet and the store is down
   */
  public Optional<String> open(String sealed) {
    try {
      byte[] all = Base64.getUrlDecoder().decode(sealed);
      if (all.length < NONCE + TAG_BITS / 8) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOf(all, NONCE);
      byte[] plain = cipher(Cipher.DECRYPT_MODE, nonce).doFinal(all, NONCE, all.length - NONCE);
      return Optional.of(new String(plain, UTF_8));
    } catch (IllegalArgumentException | GeneralSecurityException notOurs) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  private SecretKey key() {
    byte[] key = Digests.copy(shared.get()).doFinal(("seal\n" + purpose).getBytes(UTF_8));
    return new SecretKeySpec(key, "AES");
  }
}
