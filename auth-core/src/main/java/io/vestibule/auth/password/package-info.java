/**
 * Users and their passwords: what a hash may look like, who there is, and how a password is checked.
 *
 * <p>Start at {@link io.vestibule.auth.password.PasswordChecks}: for every way that asks for a password it reads who the
 * users are ({@code UsersSettings}) and gives the one guarded {@link io.vestibule.auth.password.PasswordCheck}.
 *
 * <p>A {@code User} is somebody who can sign in with a password, wherever they stand; an {@code Account} is the record of one
 * in the store, a {@code Member} one of these as other ways of signing in must know them, a {@link
 * io.vestibule.auth.password.HostUser} one of the application's own. A {@code Directory} finds them by name: {@code Users}
 * of a file, {@code UserStore} of the store, {@code HostDirectory} of the application. An {@code Address} is where mail
 * reaches a user of the store; the {@code AddressIndex} sees to it that a verified one is one user's.
 */
@NullMarked
package io.vestibule.auth.password;

import org.jspecify.annotations.NullMarked;
