/**
 * API tokens: what scripts and programs show instead of a password.
 *
 * <p>Start at {@code TokenAuthenticator}, which knows a token again, and at {@code TokenApi} and {@code TokenPage}, where
 * their owners see, make and revoke them. {@code Mint} makes one from a {@code Wish} within the {@code Limits};
 * {@code ApiTokens} keeps them, as digests; {@code Owners} says whose they are and whether that somebody still may.
 */
@NullMarked
package io.vestibule.auth.token;

import org.jspecify.annotations.NullMarked;
