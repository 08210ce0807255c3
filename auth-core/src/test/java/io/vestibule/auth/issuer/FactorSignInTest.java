package io.vestibule.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.issuer.App.Answer;
import io.vestibule.auth.password.User;
import io.vestibule.auth.totp.Apps;
import io.vestibule.auth.totp.Confirmed;
import io.vestibule.auth.totp.SecondFactors;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs get tokens for a user with a second factor by both factors only, and keep them as long as both stand. */
class FactorSignInTest {
  private final App app = new App();
  private final SecondFactors factors =
      app.configuration.shared(SecondFactors.class).orElseThrow();
  private Secret key = Secret.of("");
  private List<Secret> recovery = List.of();

  @BeforeEach
  void adaHasAFactor() {
    setUp();
  }

  private void setUp() {
    User user = app.users().user("ada").orElseThrow();
    key = factors.begin(user).key();
    Confirmed.Active active =
        (Confirmed.Active) factors.confirm(FakeRequest.get("/"), user, code());
    recovery = active.recoveryCodes();
    app.pass(Duration.ofMinutes(1));
  }

  private String code() {
    return Apps.code(key, app.clock.instant());
  }

  @Test
  void a_password_alone_gives_no_tokens() {
    Answer refused = app.signIn();

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.members())
        .containsEntry("error", "code-required")
        .doesNotContainKeys("access_token", "refresh_token");
    assertThat(refused.response().headers().first("Set-Cookie")).isEmpty();
  }

  @Test
  void a_password_and_a_code_give_tokens_that_say_so() throws Exception {
    Answer signedIn = app.signIn("code", code());

    assertThat(signedIn.status()).isEqualTo(200);
    assertThat(app.with(signedIn.text("access_token"), "/x"))
        .isInstanceOfSatisfying(
            Decision.Admit.class, in -> assertThat(in.identity().methods())
                .containsExactlyInAnyOrder("pwd", "otp", "mfa"));
    assertThat(SignedJWT.parse(signedIn.text("access_token"))
            .getJWTClaimsSet()
            .getStringListClaim("amr"))
        .containsExactlyInAnyOrder("pwd", "otp", "mfa");
  }

  @Test
  void a_refresh_keeps_what_was_proved() {
    Answer next = app.refresh(app.signIn("code", code()).text("refresh_token"));

    assertThat(next.status()).isEqualTo(200);
    assertThat(app.with(next.text("access_token"), "/x"))
        .isInstanceOfSatisfying(
            Decision.Admit.class, in -> assertThat(in.identity().methods()).contains("mfa"));
  }

  @Test
  void a_wrong_code_gives_nothing_and_a_code_works_once() {
    String code = code();
    assertThat(app.signIn("code", code).status()).isEqualTo(200);

    Answer again = app.signIn("code", code);
    assertThat(again.status()).isEqualTo(401);
    assertThat(again.members()).containsEntry("error", "bad-code").containsEntry("clock", false);
    String later = Apps.code(key, app.clock.instant().minus(Duration.ofMinutes(3)));
    assertThat(app.signIn("code", later).members()).containsEntry("clock", true);
    assertThat(app.signIn("code", recovery.get(0).reveal()).status()).isEqualTo(200);
    assertThat(app.signIn("code", recovery.get(0).reveal()).status()).isEqualTo(401);
  }

  @Test
  void a_code_beside_a_wrong_password_is_not_looked_at() {
    String code = code();
    assertThat(app.signIn("password", "wrong", "code", code).text("error"))
        .isEqualTo("bad-credentials");
    assertThat(app.signIn("code", code).status()).isEqualTo(200);
  }

  @Test
  void guesses_are_throttled() {
    for (int i = 0; i < 5; i++) {
      assertThat(app.signIn("code", "ABCD-EFGH").status()).isEqualTo(401);
    }

    Answer waiting = app.signIn("code", code());
    assertThat(waiting.status()).isEqualTo(429);
    assertThat(waiting.response().headers().first("Retry-After")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"set up", "reset"})
  void tokens_from_before_end_with_a_change_of_the_factor(String change) {
    Answer before =
        change.equals("set up") ? app.signIn("username", "bob") : app.signIn("code", code());
    String name = change.equals("set up") ? "bob" : "ada";
    if (change.equals("set up")) {
      User bob = app.users().user(name).orElseThrow();
      Secret his = factors.begin(bob).key();
      factors.confirm(FakeRequest.get("/"), bob, Apps.code(his, app.clock.instant()));
    } else {
      factors.reset(name);
    }
    app.pass(Duration.ofSeconds(3));

    assertThat(app.refresh(before.text("refresh_token")).status()).isEqualTo(401);
  }

  @Test
  void a_code_for_an_app_is_given_for_both_factors_only() {
    String[] asking = {
      "response_type", "code",
      "redirect_uri", App.CALLBACK,
      "pkce_code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    };
    assertThat(app.signIn(asking).members())
        .containsEntry("error", "code-required")
        .doesNotContainKey("authorization_code");

    String[] both = java.util.Arrays.copyOf(asking, asking.length + 2);
    both[asking.length] = "code";
    both[asking.length + 1] = code();
    assertThat(app.signIn(both).members()).containsKey("authorization_code");
  }
}
