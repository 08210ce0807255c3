/** Signed tokens (JWT, RFC 7519): verified in full, with the keys of whoever issued them. */
@NullMarked
package io.vestibule.auth.jwt;

import org.jspecify.annotations.NullMarked;
