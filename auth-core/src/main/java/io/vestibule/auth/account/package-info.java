/**
 * Accounts of the users in the store, looked after by themselves and by administrators.
 *
 * <p>{@code AccountFactory} makes all of it, wherever users stand in the store. {@code AccountLinks} keeps the links
 * that stand in for a password: an invitation, a reset, an address to prove; each works once. {@code ChoosePasswordPage} is
 * where they lead; a {@code PasswordByLink} says who gets the password there.
 */
@NullMarked
package io.vestibule.auth.account;

import org.jspecify.annotations.NullMarked;
