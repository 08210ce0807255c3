package io.vestibule.auth.testing;

/** What of a provider may be faulty. */
public enum Part {
  /** The metadata (OpenID Connect Discovery 1.0, 4). */
  METADATA,
  /** The key set (RFC 7517). */
  KEYS,
  /** What the browser brings back (RFC 6749, 4.1.2). */
  AUTHORIZATION,
  /** The answer of the token endpoint (RFC 6749, 5). */
  TOKEN,
  /** The ID token (OpenID Connect Core 1.0, 2). */
  ID_TOKEN,
  /** The answer of the userinfo endpoint (OpenID Connect Core 1.0, 5.3). */
  USERINFO,
  /** The answer to a refresh (OpenID Connect Core 1.0, 12). */
  REFRESH,
  /** The logout token (OpenID Connect Back-Channel Logout 1.0, 2.4). */
  LOGOUT_TOKEN
}
