package io.vestibule.auth.issuer;

import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import java.util.regex.Pattern;

/** Proof key for code exchange (RFC 7636), with S256 only: whoever exchanges a code must be whoever asked for it. */
final class Pkce {
  static final String METHOD = "S256";
  private static final int CHALLENGE = 43;
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  private Pkce() {}

  /** Whether a text can be a challenge: 43 characters of base64url, without padding (RFC 7636, 4.2). */
  static boolean isChallenge(String text) {
    return Base64Url.fits(text, CHALLENGE);
  }

  /** Whether a text can be a verifier: 43 to 128 unreserved characters (RFC 7636, 4.1). */
  static boolean isVerifier(String text) {
    return VERIFIER.matcher(text).matches();
  }

  /** Whether the challenge was made of this verifier; compares in constant time. */
  static boolean matches(String challenge, String verifier) {
    return isVerifier(verifier) && Digests.same(challenge, Digests.inBase64Url(verifier));
  }
}
