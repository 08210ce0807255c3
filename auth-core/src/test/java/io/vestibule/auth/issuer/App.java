package io.vestibule.auth.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** An application with users, a session and an issuer, and a program that talks to it. */
final class App {
  static final String ISSUER = "https://app.example.org";
  static final String CALLBACK = "com.example.app:/callback";

  final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  final Configuration configuration;
  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

  App(String... more) {
    this("jdbc:h2:mem:" + UUID.randomUUID(), more);
  }

  private App(String url, String... more) {
    String text = """
        [authentication]
        type = session
        [store]
        url = %s
        [server]
        allowed_origins = https://spa.example.org
        [issuer]
        url = https://app.example.org
        redirect_uris = https://spa.example.org/callback, http://127.0.0.1/callback
        custom_schemes = com.example.app
        scopes = read, write
        %s
        [rules]
        /open/** = public
        /read/** = scope:read
        /admin/** = role:admin
        /pay/** = user & fresh(10m)
        /** = user
        """.formatted(url, String.join("\n", more));
    Supplied listening = Supplied.nothing().with(Audit.class, Audit.of(events::add));
    configuration = Configuration.parse("auth.ini", text, Path.of(""), clock, listening);
    users().add("ada", hash("correct horse"), Set.of("admin"));
    users().add("bob", hash("correct horse"), Set.of());
  }

  static Secret hash(String password) {
    return Secret.of(
        org.mindrot.jbcrypt.BCrypt.hashpw(password, org.mindrot.jbcrypt.BCrypt.gensalt(4)));
  }

  UserStore users() {
    return configuration.shared(UserStore.class).orElseThrow();
  }

  Store store() {
    return configuration.shared(Store.class).orElseThrow();
  }

  Auth auth() {
    return configuration.auth();
  }

  /** What the audit has been told of this type. */
  List<AuditEvent> heard(AuditType type) {
    return events.stream().filter(event -> event.type() == type).toList();
  }

  void pass(Duration time) {
    clock.pass(time);
  }

  /** An answer to a program: its status and what the JSON says. */
  record Answer(AuthResponse response) {
    int status() {
      return response.status();
    }

    String text(String name) {
      Object value = members().get(name);
      return value == null ? "" : value.toString();
    }

    Map<String, Object> members() {
      if (response.body() instanceof Body.Json json) {
        return json.members();
      }
      if (response.body() instanceof Body.Page page) {
        return page.model();
      }
      try {
        return JSONObjectUtils.parse(response.body().toString());
      } catch (ParseException noJson) {
        throw new AssertionError(noJson);
      }
    }
  }

  Answer post(String path, String... fields) {
    return post(request("POST", path), fields);
  }

  Answer post(FakeRequest request, String... fields) {
    return answer(request, form(fields));
  }

  Answer get(String target) {
    return answer(request("GET", target), Form.empty());
  }

  Answer answer(FakeRequest request, Form form) {
    return new Answer(Decided.answer(auth().decide(request, () -> form)));
  }

  /** What becomes of a request for a page of the application with this token. */
  Decision with(String token, String target) {
    return auth()
        .decide(request("GET", target).with("Authorization", "Bearer " + token), Form::empty);
  }

  Answer signIn(String... more) {
    String[] fields = new String[more.length + 4];
    System.arraycopy(
        new String[] {"username", "ada", "password", "correct horse"}, 0, fields, 0, 4);
    System.arraycopy(more, 0, fields, 4, more.length);
    return post("/auth/api/login", fields);
  }

  Answer refresh(String token) {
    clock.pass(Duration.ofSeconds(1));
    return post("/auth/api/refresh", "refresh_token", token);
  }

  static FakeRequest request(String method, String target) {
    return FakeRequest.request(method, target).at(ISSUER).with("Accept", "application/json");
  }

  /** Of fields in pairs; a later one of the same name wins. */
  static Form form(String... fields) {
    Map<String, String> values = new java.util.LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      values.put(fields[i], fields[i + 1]);
    }
    return new Form(values.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, field -> List.of(field.getValue()))));
  }
}
