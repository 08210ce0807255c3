package io.vestibule.auth.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.openid.connect.sdk.Prompt;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.internal.Link;
import io.vestibule.auth.internal.ReturnTo;
import io.vestibule.auth.oauth.Provider.Address;
import io.vestibule.auth.session.BrowserSignIn;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Sends a browser off to a provider (OpenID Connect Core 3.1.2.1; RFC 7636). Thread-safe. */
final class AuthorizationRedirect {
  /** In the address of {@link #path()}: what the person must prove again. */
  static final String AGAIN = "again";

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Client client;
  private final ProviderEndpoints providerEndpoints;
  private final TokenEndpoint tokens;
  private final Attempts attempts;
  private final Callbacks callbacks;
  private final NetworkQuota pushes;
  private final BrowserSignIn signIn;
  private final SignInErrors signInErrors;
  private final SecureRandom random;
  private final InstantSource clock;

  AuthorizationRedirect(
      Client client,
      ProviderEndpoints providerEndpoints,
      TokenEndpoint tokens,
      Attempts attempts,
      Callbacks callbacks,
      NetworkQuota pushes,
      BrowserSignIn signIn,
      SignInErrors signInErrors,
      SecureRandom random,
      InstantSource clock) {
    this.client = client;
    this.providerEndpoints = providerEndpoints;
    this.tokens = tokens;
    this.attempts = attempts;
    this.callbacks = callbacks;
    this.pushes = pushes;
    this.signIn = signIn;
    this.signInErrors = signInErrors;
    this.random = random;
    this.clock = clock;
  }

  Endpoint endpoint() {
    return new Endpoint("GET", path(), this::start);
  }

  /** Where a sign-in begins, within the application. */
  String path() {
    return signIn.base() + "/oauth/" + client.shortName();
  }

  /** The same for a browser, which comes back to this page of ours. */
  URI address(AuthRequest request, String returnTo, Again again) {
    return new Link(request.contextPath() + path())
        .with(ReturnTo.FIELD, returnTo)
        .with(AGAIN, again.isAsked() ? again.word() : "")
        .toUri();
  }

  private AuthResponse start(AuthRequest request, Form form) {
    try {
      return go(request);
    } catch (AuthUnavailableException down) {
      return signInErrors.unavailable(request, down, Headers.none());
    } catch (SignInRefusedException refused) {
      return signInErrors.refused(request, refused, Headers.none());
    }
  }

  /** Nobody is sent to a provider that is known to be down: a page of ours says more than the browser's own. */
  private AuthResponse go(AuthRequest request) {
    providerEndpoints.outage().ifPresent(why -> {
      throw new AuthUnavailableException(why, RETRY);
    });
    callbacks.checkAnswered(request, client);
    Again again = Again.of(request.parameter(AGAIN).orElse(""));
    if (!client.openid()) {
      checkAttainable(again);
    }
    Attempt attempt = Attempt.begin(
        random, client.name(), clock.instant(), shortened(signIn.wanted(request)), again);
    AuthorizationRequest whole = request(request, attempt);
    Optional<URI> push = providerEndpoints.address(Address.PUSH);
    push.ifPresent(asked -> pushes.take(request));
    AuthorizationRequest shown = push.map(endpoint -> pushed(endpoint, whole)).orElse(whole);
    Headers headers = attempts.keep(request, attempt).and("Referrer-Policy", "no-referrer");
    return AuthResponse.seeOther(shown.toURI().toString(), headers);
  }

  /** A service without ID tokens says neither when nor by what it was proved: nobody is sent there for nothing. */
  private void checkAttainable(Again again) {
    if (again == Again.FACTORS) {
      throw SignInRefusedException.noSecondFactor();
    }
    if (again.isAsked() && !client.assumesProvedAgain()) {
      throw SignInRefusedException.notFresh();
    }
  }

  /** A page with a very long address is not returned to: the cookie must stay small. */
  private static String shortened(String returnTo) {
    return returnTo.length() > 1_000 ? "" : returnTo;
  }

  /** What OpenID Connect Core 3.1.2.1 adds is an extension of the request of RFC 6749. */
  private AuthorizationRequest request(AuthRequest request, Attempt attempt) {
    AuthorizationRequest.Builder whole = client.request(
        providerEndpoints.needed(Address.AUTHORIZATION),
        client.redirectUri(request),
        new State(attempt.state()),
        attempt.verifier());
    client.provider().parameters().forEach(whole::customParameter);
    if (client.openid()) {
      whole.customParameter("nonce", attempt.nonce());
    }
    if (client.formPost()) {
      whole.responseMode(ResponseMode.FORM_POST);
    }
    if (!client.acrValues().isEmpty()) {
      whole.customParameter("acr_values", String.join(" ", client.acrValues()));
    }
    if (attempt.again().isAsked()) {
      whole.prompt(Prompt.Type.LOGIN).customParameter("max_age", "0");
      askForTime(whole);
    } else if (!client.maxAge().isZero()) {
      whole.customParameter("max_age", Long.toString(client.maxAge().toSeconds()));
    }
    return whole.build();
  }

  /** Some say {@code auth_time} only where it is asked for by name (OpenID Connect Core 5.5.1.1). */
  private void askForTime(AuthorizationRequest.Builder whole) {
    if (client.openid() && !client.provider().parameters().containsKey("claims")) {
      whole.customParameter("claims", "{\"id_token\":{\"auth_time\":{\"essential\":true}}}");
    }
  }

  /** RFC 9126, 4: only the name of what was handed in goes by the browser. */
  private AuthorizationRequest pushed(URI push, AuthorizationRequest whole) {
    return new AuthorizationRequest.Builder(tokens.push(push, whole), whole.getClientID())
        .endpointURI(whole.getEndpointURI())
        .build();
  }
}
