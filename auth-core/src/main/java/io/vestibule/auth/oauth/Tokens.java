package io.vestibule.auth.oauth;

import io.vestibule.auth.Secret;
import java.time.Duration;

/**
 * What a token endpoint hands out (RFC 6749, 5.1). No browser ever sees any of it. Immutable.
 *
 * @param idToken empty where there is none
 * @param refreshToken empty where there is none
 * @param life of the access token; zero where nobody says
 */
record Tokens(Secret accessToken, Secret idToken, Secret refreshToken, Duration life) {

  /** The same with these in place of what a refresh left out (RFC 6749, 6). */
  Tokens or(Secret oldRefreshToken, Secret oldIdToken) {
    return new Tokens(
        accessToken,
        idToken.reveal().isEmpty() ? oldIdToken : idToken,
        refreshToken.reveal().isEmpty() ? oldRefreshToken : refreshToken,
        life);
  }
}
