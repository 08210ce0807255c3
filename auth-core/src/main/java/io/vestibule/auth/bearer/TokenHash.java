package io.vestibule.auth.bearer;

import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
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
    return of(Digests.sha256(token.reveal()));
  }

  /** The hash that these 64 hexadecimal digits say; empty for anything else. */
  public static Optional<TokenHash> parse(String hex) {
    return hex.length() == 64 && hex.chars().allMatch(c -> c < 0x80 && HexFormat.isHexDigit(c))
        ? Optional.of(of(HexFormat.of().parseHex(hex)))
        : Optional.empty();
  }

  /** A new token of 256 random bits, fit for a header. */
  public static Secret newToken(SecureRandom random) {
    return Secret.of(Base64Url.random(random, RANDOM_BYTES));
  }

  private static TokenHash of(byte[] hash) {
    ByteBuffer buffer = ByteBuffer.wrap(hash);
    return new TokenHash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
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
