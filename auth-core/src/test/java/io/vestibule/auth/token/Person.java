package io.vestibule.auth.token;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.Written;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody with a browser, who signs in and makes tokens. */
final class Person {
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"(vst_[0-9A-Za-z]+)\"");
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{16})\"");

  private final Auth auth;
  private final Map<String, String> jar = new LinkedHashMap<>();

  private Person(Auth auth) {
    this.auth = auth;
  }

  /** A person who has just signed in with the password {@code correct horse}. */
  static Person signedIn(Auth auth, String username) {
    Person person = new Person(auth);
    person.signIn(username);
    return person;
  }

  AuthResponse signIn(String username) {
    return api(
        "POST",
        "/auth/api/login",
        Map.of("username", List.of(username), "password", List.of("correct horse")));
  }

  /** What a page's script does. */
  AuthResponse api(String method, String path, Map<String, List<String>> fields) {
    return answer(send(
        FakeRequest.request(method, path)
            .with("Sec-Fetch-Site", "same-origin")
            .with("Accept", "application/json"),
        fields));
  }

  /** Makes a token; its text. */
  String token(String name, String... scopes) {
    return tokenFor("90d", name, scopes);
  }

  String tokenFor(String expires, String name, String... scopes) {
    AuthResponse made = make(name, expires, scopes);
    return found(TOKEN, made);
  }

  AuthResponse make(String name, String expires, String... scopes) {
    return api(
        "POST",
        "/auth/api/tokens",
        Map.of("name", List.of(name), "expires", List.of(expires), "scopes", List.of(scopes)));
  }

  AuthResponse list() {
    return api("GET", "/auth/api/tokens", Map.of());
  }

  AuthResponse revoke(String id) {
    return api("DELETE", "/auth/api/tokens/" + id, Map.of());
  }

  /** The id of the only token. */
  String onlyId() {
    return found(ID, list());
  }

  Decision send(FakeRequest request, Map<String, List<String>> fields) {
    String cookies = jar.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
    FakeRequest shown = cookies.isEmpty() ? request : request.with("Cookie", cookies);
    Decision decision = auth.decide(shown, () -> new Form(fields));
    if (decision instanceof Decision.Answer answer) {
      answer.response().headers().all("Set-Cookie").forEach(this::keep);
    }
    return decision;
  }

  static AuthResponse answer(Decision decision) {
    return Decided.answer(decision);
  }

  static String found(Pattern pattern, AuthResponse answer) {
    Matcher found = pattern.matcher(Written.body(answer));
    if (!found.find()) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    return found.group(1);
  }

  private void keep(String field) {
    String[] pair = field.split(";", 2)[0].split("=", 2);
    jar.put(pair[0], pair[1]);
  }
}
