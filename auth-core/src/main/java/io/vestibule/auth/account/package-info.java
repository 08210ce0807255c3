/**
 * Accounts of the users in the store, looked after by themselves and by administrators.
 *
 * <p>{@code AccountFactory} makes all of it, wherever users stand in the store. {@code AccountLinks} keeps the links
 * that stand in for a password: an invitation, a reset, an address to prove; each works once. {@code ChoosePasswordPage} is
 * where they lead; a {@code PasswordByLink} says who gets the password there.
 * {@code RegisterPage} sends such a link to whoever asks, as far as a {@code Registration} admits them, and {@code
 * RegistrationByLink} makes the account.
 * {@code ProfilePage} shows users what is known of them; an {@code OwnAddress} is proved by a link to {@code
 * ConfirmAddressPage}. A {@code LinkToken} goes from the address of such a page into a cookie.
 *
 * <p>{@code UserAdministration} makes what administrators work with: {@code UserPages} and {@code UserApi} behind the
 * {@code AdministratorDoor}, which ask the {@code UserDesk}; {@code Administrators} keeps the last of them.
 */
@NullMarked
package io.vestibule.auth.account;

import org.jspecify.annotations.NullMarked;
