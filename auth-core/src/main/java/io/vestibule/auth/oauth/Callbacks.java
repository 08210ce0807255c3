package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.oauth.SignInRefusedException.Page;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Seal;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where providers send browsers back to: one address may serve several of them, for the cookie knows who was asked.
 * Thread-safe.
 */
final class Callbacks {
  private static final String BRIDGED = "bridged=";
  /** Servers take about 8,000 characters of a request's head, cookies included. */
  private static final int LONGEST_BRIDGE = 5_000;

  private static final Duration BRIDGE = Duration.ofMinutes(1);

  private final Map<String, AuthorizationCallback> providers = new ConcurrentHashMap<>();
  private final Map<String, List<Endpoint>> endpoints = new ConcurrentHashMap<>();
  private final Attempts attempts;
  private final SignInErrors signInErrors;
  private final Seal seal;
  private final InstantSource clock;

  Callbacks(Attempts attempts, SignInErrors signInErrors, Seal seal, InstantSource clock) {
    this.attempts = attempts;
    this.signInErrors = signInErrors;
    this.seal = seal;
    this.clock = clock;
  }

  /** Adds a provider; only while the file is being read. */
  void add(AuthorizationCallback authorizationCallback) {
    providers.put(authorizationCallback.client().name(), authorizationCallback);
  }

  /** The endpoints of a path: the same ones for all who share it. */
  List<Endpoint> at(String path) {
    return endpoints.computeIfAbsent(
        path,
        any -> List.of(
            new Endpoint("GET", path, this::answered), new Endpoint("POST", path, this::posted)));
  }

  /**
   * Sends nobody off who would come back to a path below the context path that is not ours, and go round in a circle:
   * of a path that is written whole only {@code public_url} says how much of it the application does not see.
   */
  void checkAnswered(AuthRequest request, Client client) {
    String path = client.callbackPath();
    String context = request.contextPath();
    boolean below =
        !client.redirectUri().isEmpty() && !context.isEmpty() && path.startsWith(context + "/");
    if (below && !endpoints.containsKey(path.substring(context.length()))) {
      throw SignInRefusedException.because(
          Page.FAILED,
          "oauth-address",
          "nothing of ours answers at redirect_uri, for the application is below " + context
              + ": write public_url = " + request.origin() + context + " in [server]");
    }
  }

  private AuthResponse answered(AuthRequest request, Form form) {
    String query = request.query().orElse("");
    Headers headers = Headers.none();
    try {
      AuthorizationResponse answer =
          query.startsWith(BRIDGED) ? bridged(query) : AuthorizationResponse.ofQuery(query);
      headers = attempts.forget(request, answer.state());
      return finished(request, answer);
    } catch (SignInRefusedException refused) {
      return signInErrors.refused(request, refused, headers);
    } catch (AuthUnavailableException down) {
      return signInErrors.unavailable(request, down, headers);
    } catch (RuntimeException broken) {
      return signInErrors.refused(request, SignInRefusedException.broken(broken), headers);
    }
  }

  private AuthResponse finished(AuthRequest request, AuthorizationResponse answer) {
    Optional<Attempt> attempt = attempts.find(request, answer.state());
    Optional<AuthorizationCallback> provider =
        attempt.flatMap(known -> Optional.ofNullable(providers.get(known.provider())));
    if (provider.isEmpty()) {
      throw SignInRefusedException.because(
          Page.STALE, "oauth-state", "its state belongs to no sign-in of this browser");
    }
    return provider.get().finish(request, answer, attempt.get());
  }

  /**
   * A form that another site posts comes without our cookies (SameSite): it is sealed, and the browser comes again with
   * it by a GET, which has them. So the code stands in no address in the clear.
   */
  private AuthResponse posted(AuthRequest request, Form form) {
    try {
      AuthorizationResponse answer = AuthorizationResponse.of(form);
      String sealed = seal.seal(
          Fields.write().put("t", clock.instant()).put("a", answer.write()).toString());
      if (sealed.length() > LONGEST_BRIDGE) {
        throw SignInRefusedException.because(
            Page.STALE, "oauth-answer", "the answer is refused: it is too long");
      }
      String again =
          request.contextPath() + request.path() + "?" + BRIDGED + URLEncoder.encode(sealed, UTF_8);
      return AuthResponse.seeOther(again, Headers.of("Referrer-Policy", "no-referrer"));
    } catch (SignInRefusedException refused) {
      return signInErrors.refused(request, refused, Headers.none());
    } catch (AuthUnavailableException down) {
      return signInErrors.unavailable(request, down, Headers.none());
    } catch (RuntimeException broken) {
      return signInErrors.refused(request, SignInRefusedException.broken(broken), Headers.none());
    }
  }

  private AuthorizationResponse bridged(String query) {
    Instant oldest = clock.instant().minus(BRIDGE);
    return seal.open(query.substring(BRIDGED.length()))
        .flatMap(Fields::parse)
        .filter(
            fields -> fields.instant("t").filter(time -> time.isAfter(oldest)).isPresent())
        .flatMap(fields -> fields.text("a"))
        .flatMap(AuthorizationResponse::read)
        .orElseThrow(() -> SignInRefusedException.because(
            Page.STALE, "oauth-answer", "what was posted is over, or was never posted"));
  }
}
