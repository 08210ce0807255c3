/** Tokens of our own for programs that sign in: short-lived JWTs, refresh tokens, and codes for native clients. */
@NullMarked
package io.vestibule.auth.issuer;

import org.jspecify.annotations.NullMarked;
