/** Signing in once: the session cookie and its records, the login page, the list of sessions. */
@NullMarked
package io.vestibule.auth.session;

import org.jspecify.annotations.NullMarked;
