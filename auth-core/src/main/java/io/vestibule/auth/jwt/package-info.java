/**
 * Signed tokens (JWT, RFC 7519): verified in full, with the keys of whoever issued them.
 *
 * <p>Start at {@code JwtAuthenticator}; {@code TokenReader} takes a token from a request, {@code JwtVerifier} decides
 * whether it holds, {@code ClaimMapping} says who that is, {@code TokenBinding} whether whoever shows it has its key
 * (RFC 8705, RFC 9449). Keys come from a {@code KeySource}: a file, a published set, or one of our own. Only the verifier
 * makes a {@link io.vestibule.auth.jwt.VerifiedJwt}.
 */
@NullMarked
package io.vestibule.auth.jwt;

import org.jspecify.annotations.NullMarked;
