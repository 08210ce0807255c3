/** The second factor of a user in the store: codes of an authenticator app (RFC 6238), and recovery codes. */
@NullMarked
package io.vestibule.auth.totp;

import org.jspecify.annotations.NullMarked;
