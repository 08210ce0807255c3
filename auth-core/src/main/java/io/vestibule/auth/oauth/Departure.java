package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.oauth.Provider.Address;
import io.vestibule.auth.session.Reception;
import java.net.URI;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sends a browser off to a provider (OpenID Connect Core 3.1.2.1; RFC 7636). Thread-safe. */
final class Departure {
  /** In the address of {@link #path()}: the person must prove again who it is. */
  static final String AGAIN = "again=1";

  private final Client client;
  private final Party party;
  private final TokenEndpoint tokens;
  private final Attempts attempts;
  private final Reception reception;
  private final Trouble trouble;
  private final SecureRandom random;
  private final InstantSource clock;

  Departure(
      Client client,
      Party party,
      TokenEndpoint tokens,
      Attempts attempts,
      Reception reception,
      Trouble trouble,
      SecureRandom random,
      InstantSource clock) {
    this.client = client;
    this.party = party;
    this.tokens = tokens;
    this.attempts = attempts;
    this.reception = reception;
    this.trouble = trouble;
    this.random = random;
    this.clock = clock;
  }

  Endpoint endpoint() {
    return new Endpoint("GET", path(), this::start);
  }

  /** Where a sign-in begins, within the application. */
  String path() {
    return reception.base() + "/oauth/" + client.shortName();
  }

  /** The same for a browser, which comes back to this page of ours. */
  URI address(AuthRequest request, String returnTo, boolean again) {
    String query = returnTo.isEmpty() ? "" : "return_to=" + URLEncoder.encode(returnTo, UTF_8);
    String all = again ? (query.isEmpty() ? AGAIN : query + "&" + AGAIN) : query;
    return URI.create(request.contextPath() + path() + (all.isEmpty() ? "" : "?" + all));
  }

  private AuthResponse start(AuthRequest request, Form form) {
    try {
      return go(request);
    } catch (AuthUnavailableException down) {
      return trouble.unavailable(request, down, Headers.none());
    } catch (Refused refused) {
      return trouble.refused(request, refused, Headers.none());
    }
  }

  private AuthResponse go(AuthRequest request) {
    boolean again = request.query().stream()
        .flatMap(query -> Arrays.stream(query.split("&", 20)))
        .anyMatch(AGAIN::equals);
    Attempt attempt = Attempt.begin(
        random, client.name(), clock.instant(), shortened(reception.wanted(request)), again);
    URI provider = party.needed(Address.AUTHORIZATION);
    Map<String, String> parameters = parameters(request, attempt);
    Optional<URI> push = party.address(Address.PUSH);
    Map<String, String> shown = push.isPresent()
        ? Map.of("client_id", client.id(), "request_uri", tokens.push(push.get(), parameters))
        : parameters;
    Headers headers = attempts
        .keep(request, attempt)
        .and("Cache-Control", "no-store")
        .and("Referrer-Policy", "no-referrer")
        .and("Location", with(provider, shown));
    return new AuthResponse(303, headers, Body.none());
  }

  /** A page with a very long address is not returned to: the cookie must stay small. */
  private static String shortened(String returnTo) {
    return returnTo.length() > 1_000 ? "" : returnTo;
  }

  private Map<String, String> parameters(AuthRequest request, Attempt attempt) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("response_type", "code");
    parameters.put("client_id", client.id());
    parameters.put("redirect_uri", client.redirectUri(request));
    parameters.put("scope", String.join(" ", client.scopes()));
    parameters.put("state", attempt.state());
    parameters.put("code_challenge", attempt.challenge());
    parameters.put("code_challenge_method", "S256");
    if (client.openid()) {
      parameters.put("nonce", attempt.nonce());
    }
    if (client.formPost()) {
      parameters.put("response_mode", "form_post");
    }
    if (!client.acrValues().isEmpty()) {
      parameters.put("acr_values", String.join(" ", client.acrValues()));
    }
    if (attempt.again()) {
      parameters.put("prompt", "login");
      parameters.put("max_age", "0");
    } else if (!client.maxAge().isZero()) {
      parameters.put("max_age", Long.toString(client.maxAge().toSeconds()));
    }
    client.provider().parameters().forEach(parameters::putIfAbsent);
    return parameters;
  }

  private static String with(URI address, Map<String, String> parameters) {
    String query = parameters.entrySet().stream()
        .map(parameter -> URLEncoder.encode(parameter.getKey(), UTF_8) + "="
            + URLEncoder.encode(parameter.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
    return address + (address.getRawQuery() == null ? "?" : "&") + query;
  }
}
