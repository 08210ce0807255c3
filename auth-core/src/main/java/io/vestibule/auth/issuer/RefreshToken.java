package io.vestibule.auth.issuer;

import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * An opaque refresh token: {@code vsr_}, the series, which stays the same at each use, and a secret, which does not.
 * Immutable.
 */
record RefreshToken(String series, String secret) {
  static final String PREFIX = "vsr_";
  private static final int SERIES = 22;
  private static final int SECRET = 43;

  /** The first of a series. */
  static RefreshToken first(SecureRandom random) {
    return new RefreshToken(Base64Url.random(random, 16), Base64Url.random(random, 32));
  }

  /** The next of the same series. */
  RefreshToken next(SecureRandom random) {
    return new RefreshToken(series, Base64Url.random(random, 32));
  }

  /** Empty for whatever else. */
  static Optional<RefreshToken> parse(String text) {
    String rest = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "";
    return Base64Url.fits(rest, SERIES + SECRET)
        ? Optional.of(new RefreshToken(rest.substring(0, SERIES), rest.substring(SERIES)))
        : Optional.empty();
  }

  /** What the client is given. */
  String reveal() {
    return PREFIX + series + secret;
  }

  /** The family's name in the store and in access tokens: whoever reads it there cannot show the series. */
  String family() {
    return Digests.inBase64Url(series);
  }

  /** What the store keeps of the secret. */
  String digest() {
    return Digests.inBase64Url(secret);
  }

  @Override
  public String toString() {
    return "***";
  }
}
