package io.vestibule.auth.jwt;

/** What a {@link JwtVerifier} makes of a token. Immutable. */
public sealed interface JwtResult permits VerifiedJwt, RefusedJwt {}
