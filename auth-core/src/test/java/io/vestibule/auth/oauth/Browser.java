package io.vestibule.auth.oauth;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.testing.Decided;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A browser that keeps cookies, speaks to an {@link Auth} directly and to providers over the network. */
public final class Browser {
  public static final String HOME = "http://localhost:8080";

  private final HttpClient network = HttpClient.newHttpClient();
  private final Map<String, String> jar = new ConcurrentHashMap<>();
  private Auth auth;

  public Browser(Auth auth) {
    this.auth = auth;
  }

  /** Another node, or the same one after a restart: the cookies stay. */
  Browser at(Auth other) {
    auth = other;
    return this;
  }

  public Map<String, String> jar() {
    return jar;
  }

  public Decision open(String target) {
    return send(person("GET", target), Map.of());
  }

  AuthResponse get(String target) {
    return Decided.answer(open(target));
  }

  AuthResponse post(String target, Map<String, List<String>> form) {
    return Decided.answer(send(person("POST", target).with("Sec-Fetch-Site", "same-origin"), form));
  }

  /** A form that another site's page posts: our cookies stay at home. */
  AuthResponse postFromElsewhere(String target, Map<String, List<String>> form) {
    FakeRequest request = person("POST", target)
        .with("Sec-Fetch-Site", "cross-site")
        .with("Origin", "https://id.example");
    return Decided.answer(auth.decide(request, () -> new Form(form)));
  }

  /** Goes to a page that needs a sign-in, and on to the provider: the address there. */
  public URI sentTo(String target) {
    AuthResponse answer = get(target);
    while (location(answer).startsWith("/")) {
      answer = get(location(answer));
    }
    return URI.create(location(answer));
  }

  /** What the provider answers at once: the address back. */
  public String answerOf(URI provider) {
    try {
      HttpResponse<String> answer = network.send(
          HttpRequest.newBuilder(provider).build(), HttpResponse.BodyHandlers.ofString());
      return answer
          .headers()
          .firstValue("Location")
          .map(back -> back.substring(HOME.length()))
          .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  /** The whole road; the answer of our callback. */
  public AuthResponse signIn(String target) {
    return get(answerOf(sentTo(target)));
  }

  static String location(AuthResponse answer) {
    return answer
        .headers()
        .first("Location")
        .orElseThrow(() -> new AssertionError(answer.status() + " " + answer.body()));
  }

  static Map<String, String> query(URI address) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : address.getRawQuery().split("&", -1)) {
      String[] halves = pair.split("=", 2);
      parameters.put(decoded(halves[0]), decoded(halves[1]));
    }
    return parameters;
  }

  static Map<String, Object> model(AuthResponse answer) {
    return answer.body() instanceof Body.Page page
        ? page.model()
        : ((Body.Json) answer.body()).members();
  }

  private Decision send(FakeRequest request, Map<String, List<String>> form) {
    FakeRequest withJar = jar.isEmpty() ? request : request.with("Cookie", cookies());
    Decision decision = auth.decide(withJar, () -> new Form(form));
    Headers headers = decision instanceof Decision.Answer answer
        ? answer.response().headers()
        : decision instanceof Decision.Admit admit ? admit.responseHeaders() : Headers.none();
    headers.all("Set-Cookie").forEach(this::keep);
    return decision;
  }

  private static FakeRequest person(String method, String target) {
    return FakeRequest.request(method, target)
        .at(HOME)
        .with("Accept", "text/html")
        .with("Sec-Fetch-Mode", "navigate");
  }

  /** What it sends with each request. */
  String cookies() {
    return jar.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  private void keep(String field) {
    String[] pair = field.split(";", 2)[0].split("=", 2);
    if (field.contains("Max-Age=0")) {
      jar.remove(pair[0]);
    } else {
      jar.put(pair[0], pair[1]);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
