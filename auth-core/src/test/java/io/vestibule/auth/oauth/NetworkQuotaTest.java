package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.server.From;
import io.vestibule.auth.server.TrustedProxies;
import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How often strangers have a provider asked. */
class NetworkQuotaTest {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final NetworkQuota quota = new NetworkQuota(2, clock);

  private static AuthRequest from(String address) {
    return new From(address, TrustedProxies.none(), FakeRequest.get("/"));
  }

  private void assertTooMany(String address) {
    assertThatThrownBy(() -> quota.take(from(address)))
        .isInstanceOfSatisfying(SignInRefusedException.class, refused -> assertThat(refused.page())
            .isEqualTo(SignInRefusedException.Page.TOO_MANY));
  }

  @Test
  void a_network_waits_until_its_minute_is_over_and_others_do_not() {
    quota.take(from("192.0.2.1"));
    quota.take(from("192.0.2.1"));
    assertTooMany("192.0.2.1");
    quota.take(from("192.0.2.2"));

    clock.pass(Duration.ofSeconds(59));
    assertTooMany("192.0.2.1");
    clock.pass(Duration.ofSeconds(1));
    quota.take(from("192.0.2.1"));
  }

  @Test
  void an_ipv6_host_is_its_network() {
    quota.take(from("2001:db8::1"));
    quota.take(from("2001:db8::2"));
    assertTooMany("2001:db8::3");
  }

  @Test
  void what_led_somewhere_does_not_count() {
    for (int i = 0; i < 10; i++) {
      quota.take(from("192.0.2.1"));
      quota.giveBack(from("192.0.2.1"));
    }
    quota.take(from("192.0.2.1"));
    clock.pass(Duration.ofMinutes(2));
    quota.giveBack(from("192.0.2.1"));
    quota.take(from("192.0.2.1"));
    quota.giveBack(from("192.0.2.1"));
    quota.giveBack(from("192.0.2.1"));
    quota.take(from("192.0.2.1"));
    quota.take(from("192.0.2.1"));
    assertTooMany("192.0.2.1");
  }

  @Test
  void where_no_address_is_known_nobody_can_shut_all_others_out() {
    assertThatCode(() -> {
          for (int i = 0; i < 10; i++) {
            quota.take(from(""));
          }
        })
        .doesNotThrowAnyException();
  }
}
