package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.jwt.Keys;
import io.vestibule.auth.remote.Remote;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Fault;
import io.vestibule.auth.testing.Part;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        .isEqualTo(new LogoutResult.Notice("oauth", provider.issuer(), "ann", "sid-1"));
    assertThat(tokens().accept(provider.logoutToken("ann", "")))
        .isEqualTo(new LogoutResult.Notice("oauth", provider.issuer(), "ann", ""));
    assertThat(tokens().accept(provider.logoutToken("", "sid-1")))
        .isEqualTo(new LogoutResult.Notice("oauth", provider.issuer(), "", "sid-1"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        LOGOUT_WITHOUT_EVENT     | there is no events
        LOGOUT_OF_ANOTHER_EVENT  | it does not speak of the event of a logout
        LOGOUT_EVENT_NO_OBJECT   | it does not speak of the event of a logout
        LOGOUT_WITH_NONCE        | it has a nonce, as ID tokens have
        LOGOUT_OF_NOBODY         | it names neither a subject nor a session
        LOGOUT_WITHOUT_ID        | there is no jti
        LOGOUT_WITHOUT_TIME      | there is no iat
        LOGOUT_IN_THE_FUTURE     | iat is 3600 s ahead
        LOGOUT_EXPIRED           | expired 86280 s ago
        LOGOUT_FOREIGN_AUDIENCE  | audience is evil
        LOGOUT_FOREIGN_ISSUER    | issuer is https://evil.example
        LOGOUT_UNSIGNED          | not three parts of base64url, or too long
        LOGOUT_SIGNATURE_BROKEN  | the signature is wrong
        LOGOUT_KEY_UNKNOWN       | signed by a key that is not the issuer's
        LOGOUT_OF_ANOTHER_TYPE   | its typ is not one of
        """)
  void refuses_each_fault_for_what_it_is(Fault fault, String reason) {
    provider.with(fault);
    LogoutResult result = tokens().accept(provider.logoutToken("ann", "sid-1"));

    assertThat(result).as(fault.words()).isInstanceOf(LogoutResult.Refused.class);
    assertThat(((LogoutResult.Refused) result).detail()).startsWith(reason);
  }

  @Test
  void no_fault_is_left_out() {
    assertThat(Fault.of(Part.LOGOUT_TOKEN)).hasSize(15);
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
                Map.of(
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

  @Test
  void takes_those_of_a_tenant_in_the_name_of_that_tenant() {
    String own = "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0";
    String other = "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";
    String tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    LogoutTokens common = tokens("microsoft", "https://login.microsoftonline.com/common/v2.0");

    assertThat(common.isOf(own)).isTrue();
    assertThat(common.accept(ofTenant(own, tenant)))
        .isEqualTo(new LogoutResult.Notice("oauth", own, "ann", ""));
    assertThat(common.accept(ofTenant(other, tenant))).isInstanceOf(LogoutResult.Refused.class);
    assertThat(common.accept(ofTenant(own, "common"))).isInstanceOf(LogoutResult.Refused.class);
    assertThat(common.accept(ofTenant("https://login.microsoftonline.com/common/v2.0", tenant)))
        .isInstanceOf(LogoutResult.Refused.class);
  }

  private String ofTenant(String issuer, String tenant) {
    Map<String, Object> claims = new HashMap<>(Map.of(
        "iss", issuer, "tid", tenant, "aud", FakeProvider.CLIENT_ID, "sub", "ann", "jti", issuer));
    claims.put("iat", clock.instant().getEpochSecond());
    claims.put("exp", clock.instant().getEpochSecond() + 60);
    claims.put("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    return provider.token("logout+jwt", claims);
  }

  private String endless(String id) {
    return provider.token(
        "logout+jwt",
        Map.of(
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
            Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of())));
  }

  private LogoutTokens tokens() {
    return tokens("generic", provider.issuer());
  }

  private LogoutTokens tokens(String name, String issuer) {
    Keys keys = Keys.at(
        URI.create(provider.issuer() + "/jwks"), Remote.of(clock), store, clock, Runnable::run);
    return new LogoutTokens(
        IdTokenCheckTest.client(Providers.named(name), issuer, List.of(), Duration.ZERO),
        keys,
        store,
        clock);
  }
}
