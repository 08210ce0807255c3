/** Signing in with somebody else: OAuth 2 (RFC 6749) and OpenID Connect. A provider is a value, not a class. */
@NullMarked
package io.vestibule.auth.oauth;

import org.jspecify.annotations.NullMarked;
