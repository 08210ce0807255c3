/**
 * Signing in with somebody else: OAuth 2 (RFC 6749) and OpenID Connect. A provider is a value, not a class.
 *
 * <p>The road of one sign-in: {@code AuthorizationRedirect} sends the browser off and keeps an {@code Attempt} in a cookie;
 * {@code AuthorizationCallback} takes it in again, by {@code TokenEndpoint}, {@code IdTokenCheck} and {@code Profiles};
 * {@code AccountLinking} says who that is here. From then on {@code Renewals} asks whether they may stay, and
 * {@code ProviderLogout} hears when they signed out there. {@code OAuthFactory} puts it together from what
 * {@code ClientReader} reads; what providers are called and where they are stands in {@code Providers}.
 */
@NullMarked
package io.vestibule.auth.oauth;

import org.jspecify.annotations.NullMarked;
