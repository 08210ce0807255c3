/**
 * Signing in once: the session cookie and its records, the login page, the account's pages.
 *
 * <p>Start at {@link io.vestibule.auth.session.BrowserSignIn}, one for each file: it puts the pages together, and other
 * ways of signing in add their button to it as a {@code SignInOffer}. {@code SignInService} signs in and out, for the
 * pages and for programs; {@code SessionAuthenticator} knows people again by their cookie. {@code Sessions} begins, finds
 * and ends sessions in the store, {@code RememberMe} does so for devices that stay signed in.
 *
 * <p>{@code AccountVisits} says who may come to a page of the own account, {@code PasswordPage} and the others what is done
 * there.
 *
 * <p>A <em>user</em> has a password here; a <em>guest</em> is somebody whom a provider vouches for, with an account here or
 * without. A <em>series</em> is one device that stays signed in. A <em>program</em> has tokens in place of a cookie.
 */
@NullMarked
package io.vestibule.auth.session;

import org.jspecify.annotations.NullMarked;
