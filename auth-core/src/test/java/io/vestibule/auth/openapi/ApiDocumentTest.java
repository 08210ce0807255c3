package io.vestibule.auth.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document stands wherever one of its operations does. */
class ApiDocumentTest {
  private static final String USERS = "\n[users]\nada = $2a$04$" + "a".repeat(53) + "\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type = session",
        "type = session\n[issuer]\nurl = https://app.example.org\n[store]\nurl = memory",
        "type = session, basic\n[ticket]\nlifetime = 30s\n[store]\nurl = memory",
        "type = basic\n[store]\nurl = memory",
        "type = basic\n[ticket]\nlifetime = 30s",
        "type = basic\n[store]\nurl = memory\n[ticket]\nlifetime = 30s"
      })
  void is_served_beside_every_operation(String type) {
    Auth auth = auth(type);
    AuthResponse document = get(auth, "/auth/api/openapi.json");

    assertThat(document.status()).isEqualTo(200);
    assertThat(document.body().toString()).contains("\"openapi\"");
  }

  private static Auth auth(String type) {
    return Configuration.parse(
            "auth.ini",
            "[authentication]\n" + type + USERS,
            Path.of(""),
            Map.of(),
            new FakeClock(Instant.parse("2026-03-01T12:00:00Z")))
        .auth();
  }

  private static AuthResponse get(Auth auth, String path) {
    return Decided.answer(auth.decide(FakeRequest.get(path), Form::empty));
  }
}
