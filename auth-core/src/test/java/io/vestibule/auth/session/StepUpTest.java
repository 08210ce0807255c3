package io.vestibule.auth.session;

import static io.vestibule.auth.session.Visitor.answer;
import static io.vestibule.auth.session.Visitor.model;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mindrot.jbcrypt.BCrypt;

/** A rule asks for a fresh sign-in, and the browser is not sent round in a circle. */
class StepUpTest {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Visitor ada = new Visitor(Configuration.parse(
          "auth.ini",
          "[authentication]\ntype = session\nusername = ada\npassword = "
              + BCrypt.hashpw("correct horse", BCrypt.gensalt(4))
              + "\n[store]\nurl = memory\n[rules]\n/pay/** = fresh(5m)\n/** = user\n",
          Path.of(""),
          Map.of(),
          clock)
      .auth());

  private String location(Decision decision) {
    return answer(decision).headers().first("Location").orElseThrow();
  }

  @Test
  void who_signed_in_too_long_ago_is_asked_again_and_comes_back() {
    ada.signIn();
    assertThat(ada.get("/pay/x")).isInstanceOf(Decision.Admit.class);
    clock.pass(Duration.ofMinutes(6));

    String login = location(ada.get("/pay/x"));
    assertThat(login).isEqualTo("/auth/login?confirm=1&return_to=%2Fpay%2Fx");
    AuthResponse page = answer(ada.get(login));
    assertThat(page.status()).isEqualTo(200);
    assertThat(model(page))
        .containsEntry("confirm", true)
        .doesNotContainKey("status_message")
        .containsEntry("username", "ada")
        .containsEntry("return_to", "/pay/x");

    AuthResponse signedIn = ada.signIn("return_to", "/pay/x");
    assertThat(signedIn.headers().first("Location")).contains("/pay/x");
    assertThat(ada.get("/pay/x")).isInstanceOf(Decision.Admit.class);
  }

  /** A password is one factor, however often it is typed. */
  @ParameterizedTest
  @CsvSource({
    "session,        mfa,                  403",
    "session,        user & mfa & fresh(5m), 403",
    "'session, basic', mfa,                403",
    "'basic, session', mfa,                403",
    "session,        mfa | fresh(5m),      303",
    "session,        fresh(5m),            303",
  })
  void another_factor_is_not_asked_for_as_a_password_again(String types, String rule, int status) {
    Visitor bob = new Visitor(Configuration.parse(
            "auth.ini",
            "[authentication]\ntype = " + types + "\n[users]\nada = "
                + BCrypt.hashpw("correct horse", BCrypt.gensalt(4)) + "\n[rules]\n/pay/** = " + rule
                + "\n/** = user\n",
            Path.of(""),
            Map.of(),
            clock)
        .auth());
    bob.signIn();
    clock.pass(Duration.ofMinutes(6));

    AuthResponse answer = answer(bob.get("/pay/x"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().all("WWW-Authenticate")).isEmpty();
  }

  @Test
  void who_asks_for_the_login_page_without_need_is_sent_on() {
    ada.signIn();

    assertThat(location(ada.get("/auth/login?return_to=%2Fme"))).isEqualTo("/me");
    assertThat(location(ada.get("/auth/login?xconfirm=1"))).isEqualTo("/");
  }

  @Test
  void the_pages_of_the_account_are_returned_to() {
    assertThat(location(ada.get("/auth/tokens")))
        .isEqualTo("/auth/login?return_to=%2Fauth%2Ftokens");
    ada.signIn();
    clock.pass(Duration.ofMinutes(11));

    assertThat(location(ada.get("/auth/tokens/new")))
        .isEqualTo("/auth/login?confirm=1&return_to=%2Fauth%2Ftokens%2Fnew");
    assertThat(location(ada.get("/auth/login?return_to=%2Fauth%2Flogout"))).isEqualTo("/");
  }

  @Test
  void a_form_that_comes_too_late_asks_again() {
    ada.signIn();
    clock.pass(Duration.ofMinutes(11));

    AuthResponse answer = ada.post("/auth/tokens", Map.of("name", "ci"));

    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.headers().first("Location")).contains("/auth/login?confirm=1");
  }
}
