package io.vestibule.auth.bearer;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.testing.Decided.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.CredentialVerifier;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerAuthenticatorTest {
  private static final Identity CI = Identity.of("ci", "Bearer", Instant.EPOCH);

  private final List<Secret> asked = new ArrayList<>();
  private final CredentialVerifier<Secret> owners = token -> {
    asked.add(token);
    return Optional.of(CI).filter(known -> token.reveal().equals("right"));
  };
  private final BearerAuthenticator bearer = BearerAuthenticator.of("api", owners);
  private final BearerAuthenticator key = BearerAuthenticator.ofHeader("X-API-Key", "api", owners);

  @ParameterizedTest
  @ValueSource(strings = {"Bearer right", "bearer right", "BEARER   right "})
  void lets_in_whoever_shows_a_right_token(String field) {
    assertThat(bearer.authenticate(get("/").with("Authorization", field)))
        .isEqualTo(AuthResult.authenticated(CI));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer wrong", "Bearer", "Bearer ", "Bearer right x", "Basic right", "right"})
  void leaves_what_it_does_not_know_to_others(String field) {
    assertThat(bearer.authenticate(get("/").with("Authorization", field)))
        .isEqualTo(AuthResult.notAttempted());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 401, 'Bearer realm=\"api\"'",
    "Bearer right, 200, ''",
    "Bearer wrong, 401, 'Bearer realm=\"api\", error=\"invalid_token\"'",
    "bearer wrong, 401, 'Bearer realm=\"api\", error=\"invalid_token\"'",
    "Bearer, 401, 'Bearer realm=\"api\", error=\"invalid_token\"'",
    "Token right, 401, 'Bearer realm=\"api\"'",
    "right, 401, 'Bearer realm=\"api\"'"
  })
  void names_an_error_only_where_a_token_was_shown(String field, int status, String challenge) {
    FakeRequest request = field.isEmpty() ? get("/") : get("/").with("Authorization", field);
    Decision decision =
        Auth.builder().authenticator("bearer", bearer).build().decide(request, Form::empty);

    assertThat(status(decision)).isEqualTo(status);
    if (decision instanceof Decision.Answer answer) {
      assertThat(answer.response().headers().all("WWW-Authenticate")).containsExactly(challenge);
    }
  }

  @Test
  void a_wrong_token_is_refused_on_an_open_path_and_ignored_on_an_optional_one() {
    Auth auth = Auth.builder()
        .authenticator("bearer", bearer)
        .rules((method, path) -> path.equals("/open") ? Requirement.OPEN : Requirement.LENIENT)
        .build();

    assertThat(status(auth.decide(get("/open").with("Authorization", "Bearer wrong"), Form::empty)))
        .isEqualTo(401);
    assertThat(auth.decide(get("/maybe").with("Authorization", "Bearer wrong"), Form::empty))
        .isEqualTo(Decision.PASS);
  }

  @Test
  void another_scheme_may_stand_before_the_token() {
    BearerAuthenticator token = BearerAuthenticator.ofScheme("Token", "api", owners);

    assertThat(token.authenticate(get("/").with("Authorization", "tOKEN right")))
        .isInstanceOf(AuthResult.Authenticated.class);
    assertThat(token.authenticate(get("/").with("Authorization", "Bearer right")))
        .isEqualTo(AuthResult.notAttempted());
  }

  @Test
  void a_header_holds_nothing_but_the_token_and_has_one_reader() {
    assertThat(key.authenticate(get("/").with("x-api-key", " right ")))
        .isEqualTo(AuthResult.authenticated(CI));
    assertThat(key.authenticate(get("/").with("X-API-Key", "Bearer right")))
        .isEqualTo(AuthResult.rejected(Reason.INVALID, "unknown token"));
    assertThat(key.authenticate(get("/").with("X-API-Key", "")))
        .isEqualTo(AuthResult.rejected(Reason.INVALID, "unknown token"));
    assertThat(key.authenticate(get("/").with("Authorization", "Bearer right")))
        .isEqualTo(AuthResult.notAttempted());
    assertThat(key.authenticate(get("/").with("X-API-Key", "right").with("X-API-Key", "right")))
        .isInstanceOf(AuthResult.Rejected.class);
  }

  @Test
  void nobody_is_asked_about_nothing_or_far_too_much() {
    bearer.authenticate(get("/").with("Authorization", "Bearer"));
    bearer.authenticate(get("/").with("Authorization", "Bearer " + "x".repeat(9000)));
    assertThat(asked).isEmpty();
  }

  @Test
  void several_read_the_same_scheme_and_each_knows_its_own() {
    BearerAuthenticator other = BearerAuthenticator.of(
        "other", token -> Optional.of(CI).filter(known -> token.reveal().equals("another")));
    Auth auth = Auth.builder()
        .authenticator("bearer.a", bearer)
        .authenticator("bearer.b", other)
        .build();

    for (String token : List.of("right", "another")) {
      assertThat(auth.decide(get("/").with("Authorization", "Bearer " + token), Form::empty))
          .isInstanceOf(Decision.Admit.class);
    }
    assertThat(status(auth.decide(get("/").with("Authorization", "Bearer x"), Form::empty)))
        .isEqualTo(401);
  }

  @Test
  void what_cannot_be_a_scheme_or_a_header_is_refused_at_the_start() {
    for (String scheme : List.of("", "a b", "Basic", "digest", "ä", "x".repeat(65))) {
      assertThatThrownBy(() -> BearerAuthenticator.ofScheme(scheme, "api", owners))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String header : List.of("", "a:b", "Authorization", "cookie")) {
      assertThatThrownBy(() -> BearerAuthenticator.ofHeader(header, "api", owners))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
