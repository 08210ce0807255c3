package io.vestibule.auth.bearer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.Secret;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The SHA-256 of a token: what is stored in its place. A token has enough random bits, so its hash needs neither salt
 * nor cost, and nobody can aim at one, so comparing two may take as long as it likes. Immutable.
 */
public record TokenHash(long a, long b, long c, long d) {
  private static final int RANDOM_BYTES = 32;

  /** The hash of a token. */
  public static TokenHash of(Secret token) {
    return of(sha256(token.reveal()));
  }

  /** The hash that these 64 hexadecimal digits say; empty for anything else. */
  public static Optional<TokenHash> parse(String hex) {
    return hex.length() == 64 && hex.chars().allMatch(c -> c < 0x80 && HexFormat.isHexDigit(c))
        ? Optional.of(of(HexFormat.of().parseHex(hex)))
        : Optional.empty();
  }

  /** A new token of 256 random bits, fit for a header. */
  public static Secret newToken(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static TokenHash of(byte[] hash) {
    ByteBuffer buffer = ByteBuffer.wrap(hash);
    return new TokenHash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /** Its bits are random. */
  @Override
  public int hashCode() {
    return (int) a;
  }

  /** In 64 hexadecimal digits, as a file has it. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
  }
}
