package io.vestibule.auth.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Nonces that need no memory: time, random number, signature. All nodes that share the key know each other's.
 * Thread-safe.
 */
record KeyedNonces(Seal seal, SecureRandom random, InstantSource clock) implements Nonces {
  private static final int HEAD = 16;
  private static final int CHARACTERS = (HEAD + Seal.LENGTH) * 4 / 3;

  @Override
  public String issue() {
    byte[] head = new byte[HEAD];
    random.nextBytes(head);
    ByteBuffer.wrap(head).putLong(clock.millis());
    byte[] nonce = Arrays.copyOf(head, HEAD + Seal.LENGTH);
    System.arraycopy(seal.of("nonce", head), 0, nonce, HEAD, Seal.LENGTH);
    return Base64.getUrlEncoder().encodeToString(nonce);
  }

  @Override
  public Optional<Instant> issuedAt(String nonce) {
    return nonce.length() == CHARACTERS ? decoded(nonce).flatMap(this::issuedAt) : Optional.empty();
  }

  @Override
  public boolean areWithdrawn() {
    return false;
  }

  private Optional<Instant> issuedAt(byte[] nonce) {
    byte[] head = Arrays.copyOf(nonce, HEAD);
    byte[] shown = Arrays.copyOfRange(nonce, HEAD, nonce.length);
    return MessageDigest.isEqual(seal.of("nonce", head), shown)
        ? Optional.of(Instant.ofEpochMilli(ByteBuffer.wrap(head).getLong()))
        : Optional.empty();
  }

  private static Optional<byte[]> decoded(String nonce) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(nonce));
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }
}
