package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.internal.FakeClock;
import io.vestibule.auth.jwt.Keys;
import io.vestibule.auth.remote.Remote;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Fault;
import io.vestibule.auth.testing.Part;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogoutTokensTest {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T10:00:00Z"));
  private final MemoryStore store = MemoryStore.of(clock);
  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start(clock);
  }

  @AfterEach
  void end() {
    provider.close();
  }

  @Test
  void says_whose_session_has_ended() {
    assertThat(tokens().accept(provider.logoutToken("ann", "sid-1")))
        .isEqualTo(new LogoutResult.Notice(provider.issuer(), "ann", "sid-1"));
    assertThat(tokens().accept(provider.logoutToken("ann", "")))
        .isEqualTo(new LogoutResult.Notice(provider.issuer(), "ann", ""));
    assertThat(tokens().accept(provider.logoutToken("", "sid-1")))
        .isEqualTo(new LogoutResult.Notice(provider.issuer(), "", "sid-1"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void refuses(Fault fault) {
    provider.with(fault);
    assertThat(tokens().accept(provider.logoutToken("ann", "sid-1")))
        .as(fault.words())
        .isInstanceOf(LogoutResult.Refused.class);
  }

  static Stream<Fault> faults() {
    return Fault.of(Part.LOGOUT_TOKEN);
  }

  @Test
  void takes_each_once_whatever_the_node() {
    String token = provider.logoutToken("ann", "sid-1");
    List<LogoutResult> results = IntStream.range(0, 20)
        .parallel()
        .mapToObj(node -> tokens().accept(token))
        .toList();

    assertThat(results).filteredOn(LogoutResult.Notice.class::isInstance).hasSize(1);
    clock.pass(Duration.ofMinutes(2));
    assertThat(tokens().accept(token)).isEqualTo(new LogoutResult.Refused("it was shown before"));
  }

  @Test
  void refuses_an_id_token() {
    assertThat(tokens()
            .accept(provider.token(
                "JWT",
                java.util.Map.of(
                    "iss",
                    provider.issuer(),
                    "aud",
                    FakeProvider.CLIENT_ID,
                    "sub",
                    "ann",
                    "iat",
                    clock.instant().getEpochSecond(),
                    "exp",
                    clock.instant().getEpochSecond() + 60,
                    "jti",
                    "1"))))
        .isInstanceOf(LogoutResult.Refused.class);
  }

  @Test
  void takes_one_without_an_end_while_it_is_new() {
    String token = endless("1");
    String other = endless("2");
    assertThat(tokens().accept(token)).isInstanceOf(LogoutResult.Notice.class);
    clock.pass(Duration.ofMinutes(10));
    assertThat(tokens().accept(other)).isInstanceOf(LogoutResult.Refused.class);
  }

  private String endless(String id) {
    return provider.token(
        "logout+jwt",
        java.util.Map.of(
            "iss",
            provider.issuer(),
            "aud",
            FakeProvider.CLIENT_ID,
            "sub",
            "ann",
            "iat",
            clock.instant().getEpochSecond(),
            "jti",
            id,
            "events",
            java.util.Map.of(
                "http://schemas.openid.net/event/backchannel-logout", java.util.Map.of())));
  }

  private LogoutTokens tokens() {
    Keys keys = Keys.at(
        URI.create(provider.issuer() + "/jwks"), Remote.of(clock), store, clock, Runnable::run);
    return new LogoutTokens(provider.issuer(), FakeProvider.CLIENT_ID, keys, store, clock);
  }
}
