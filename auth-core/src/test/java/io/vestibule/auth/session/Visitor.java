package io.vestibule.auth.session;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.testing.Decided;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser with a cookie jar, as far as a session can tell. */
final class Visitor {
  private final Auth auth;
  private final Map<String, String> jar = new LinkedHashMap<>();

  Visitor(Auth auth) {
    this.auth = auth;
  }

  /** The same jar at another node or after a restart. */
  Visitor at(Auth other) {
    Visitor visitor = new Visitor(other);
    visitor.jar.putAll(jar);
    return visitor;
  }

  Auth auth() {
    return auth;
  }

  Map<String, String> jar() {
    return jar;
  }

  Decision get(String target) {
    return send(browser("GET", target), Map.of());
  }

  /** Posts a form as a browser does from one of our own pages. */
  AuthResponse post(String target, Map<String, String> fields) {
    return answer(send(browser("POST", target).with("Sec-Fetch-Site", "same-origin"), fields));
  }

  /** Signs in with the right password. */
  AuthResponse signIn(String... more) {
    Map<String, String> fields =
        new LinkedHashMap<>(Map.of("username", "ada", "password", "correct horse"));
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return post("/auth/login", fields);
  }

  Decision send(FakeRequest request, Map<String, String> fields) {
    Map<String, List<String>> form = fields.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, field -> List.of(field.getValue())));
    FakeRequest withJar = jar.isEmpty() ? request : request.with("Cookie", cookies());
    Decision decision = auth.decide(withJar, () -> new Form(form));
    Headers headers = decision instanceof Decision.Answer answer
        ? answer.response().headers()
        : decision instanceof Decision.Admit admit ? admit.responseHeaders() : Headers.none();
    headers.all("Set-Cookie").forEach(this::keep);
    return decision;
  }

  static FakeRequest browser(String method, String target) {
    return FakeRequest.request(method, target)
        .with("Accept", "text/html")
        .with("Sec-Fetch-Mode", "navigate")
        .with("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0");
  }

  static AuthResponse answer(Decision decision) {
    return Decided.answer(decision);
  }

  static Map<String, Object> model(AuthResponse answer) {
    return answer.body() instanceof Body.Page page
        ? page.model()
        : ((Body.Json) answer.body()).members();
  }

  private String cookies() {
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
}
