/**
 * The vocabulary: who asks, what was answered, who may pass.
 *
 * <p>An {@link io.vestibule.auth.Authenticator} is asked about an {@link io.vestibule.auth.AuthRequest}
 * and answers an {@link io.vestibule.auth.AuthResult}; {@link io.vestibule.auth.Auth} holds it against
 * the path's {@link io.vestibule.auth.Requirement} and returns a {@link io.vestibule.auth.Decision}.
 * Nothing here knows the servlet API, and nothing is null: a method never returns it and never takes it.
 */
@NullMarked
package io.vestibule.auth;

import org.jspecify.annotations.NullMarked;
