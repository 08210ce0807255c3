package io.vestibule.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.issuer.Codes.Exchange;
import io.vestibule.auth.issuer.Codes.Request;
import io.vestibule.auth.issuer.Codes.Shown;
import io.vestibule.auth.issuer.RefreshTokens.Lives;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodesTest {
  /** RFC 7636, appendix B. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private static final Grant ADA = RefreshTokensTest.ADA;
  private static final Request APP = new Request("com.example.app:/callback", CHALLENGE);

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Store store = MemoryStore.of(clock);
  private final RefreshTokens refreshTokens = new RefreshTokens(
      store,
      new Lives(Duration.ofDays(30), Duration.ofDays(7), Duration.ZERO),
      new SecureRandom(),
      clock,
      any -> {});
  private final Codes codes = new Codes(store, refreshTokens, new SecureRandom(), clock);

  private Exchange exchange(String code, String verifier) {
    return exchange(new Shown(code, verifier, APP.redirectUri(), "app"));
  }

  private Exchange exchange(Shown shown) {
    return codes.exchange(shown, RefreshTokensTest::standing);
  }

  @Test
  void a_code_gives_a_refresh_token_to_whoever_knows_the_verifier() {
    Exchange.Granted granted = (Exchange.Granted) exchange(codes.issue(ADA, APP), VERIFIER);

    assertThat(granted.grant()).isEqualTo(ADA);
    assertThat(refreshTokens.look(granted.refreshToken())).contains(ADA);
  }

  @Test
  void a_code_that_is_shown_again_ends_what_it_gave() {
    String code = codes.issue(ADA, APP);
    Exchange.Granted granted = (Exchange.Granted) exchange(code, VERIFIER);

    assertThat(exchange(code, VERIFIER)).isEqualTo(new Exchange.Replayed(ADA));
    assertThat(refreshTokens.look(granted.refreshToken())).isEmpty();
  }

  @Test
  void a_code_that_is_shown_again_much_later_ends_what_it_gave_all_the_same() {
    String code = codes.issue(ADA, APP);
    Exchange.Granted granted = (Exchange.Granted) exchange(code, VERIFIER);
    clock.pass(Duration.ofMinutes(59));

    assertThat(exchange(code, "wrong")).isInstanceOf(Exchange.Replayed.class);
    assertThat(refreshTokens.look(granted.refreshToken())).isEmpty();
  }

  @Test
  void a_code_stays_good_where_nobody_can_tell_who_stands_behind_it() {
    String code = codes.issue(ADA, APP);
    assertThatExceptionOfType(AuthUnavailableException.class)
        .isThrownBy(
            () -> codes.exchange(new Shown(code, VERIFIER, APP.redirectUri(), "app"), grant -> {
              throw new AuthUnavailableException("down", Duration.ofSeconds(5));
            }));

    assertThat(exchange(code, VERIFIER)).isInstanceOf(Exchange.Granted.class);
  }

  @Test
  void a_code_of_whom_nobody_stands_behind_gives_nothing() {
    String code = codes.issue(ADA, APP);
    Shown shown = new Shown(code, VERIFIER, APP.redirectUri(), "app");

    assertThat(codes.exchange(shown, grant -> Optional.empty()))
        .isEqualTo(new Exchange.Refused("the sign-in has ended"));
    assertThat(exchange(code, VERIFIER)).isInstanceOf(Exchange.Refused.class);
    assertThat(store.owned(RefreshTokens.KIND, "ada")).isEmpty();
  }

  @Test
  void a_code_is_good_for_a_minute() {
    String early = codes.issue(ADA, APP);
    String late = codes.issue(ADA, APP);
    clock.pass(Duration.ofSeconds(59));
    assertThat(exchange(early, VERIFIER)).isInstanceOf(Exchange.Granted.class);
    clock.pass(Duration.ofSeconds(1));

    assertThat(exchange(late, VERIFIER)).isInstanceOf(Exchange.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "short"
      })
  void whoever_guesses_the_verifier_has_one_try(String guess) {
    String code = codes.issue(ADA, APP);

    assertThat(exchange(code, guess)).isEqualTo(new Exchange.Refused("wrong verifier"));
    assertThat(exchange(code, VERIFIER)).isInstanceOf(Exchange.Refused.class);
  }

  @Test
  void a_code_is_bound_to_the_redirect_uri_and_to_the_client() {
    Shown elsewhere =
        new Shown(codes.issue(ADA, APP), VERIFIER, "https://evil.example/callback", "app");
    Shown another = new Shown(codes.issue(ADA, APP), VERIFIER, APP.redirectUri(), "other");

    assertThat(exchange(elsewhere)).isEqualTo(new Exchange.Refused("another redirect URI"));
    assertThat(exchange(another)).isEqualTo(new Exchange.Refused("another client"));
  }

  @Test
  void the_store_keeps_no_code() {
    String code = codes.issue(ADA, APP);

    assertThat(store.list(Codes.KIND, "", 10)).singleElement().satisfies(entry -> assertThat(
            entry.id() + entry.value())
        .doesNotContain(code.substring(4)));
  }

  @Test
  void a_refresh_token_is_no_code() {
    RefreshToken token = refreshTokens.begin(ADA);

    assertThat(exchange(token.reveal(), VERIFIER)).isInstanceOf(Exchange.Refused.class);
    assertThat(refreshTokens.look(token)).contains(ADA);
  }

  @Test
  void the_example_of_the_rfc_holds() {
    assertThat(Pkce.matches(CHALLENGE, VERIFIER)).isTrue();
    assertThat(Pkce.isChallenge(CHALLENGE)).isTrue();
    assertThat(Pkce.isChallenge(CHALLENGE + "=")).isFalse();
    assertThat(Pkce.isVerifier("a".repeat(42))).isFalse();
    assertThat(Pkce.isVerifier("a".repeat(129))).isFalse();
    assertThat(Pkce.isVerifier("~" + "a".repeat(127))).isTrue();
  }
}
