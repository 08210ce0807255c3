package io.vestibule.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.audit.AuditEvent.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Strangers cause refusals at will: how many of them are told. */
class FloodsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final List<AuditEvent> heard = new ArrayList<>();
  private final Audit audit = Audit.of(heard::add);

  private static AuditEvent refusal(Instant time, String client) {
    return event(time, AuditType.BYPASS, Outcome.FAILURE, client);
  }

  private static AuditEvent event(Instant time, AuditType type, Outcome outcome, String client) {
    return new AuditEvent(time, type, outcome, "ambiguous-target", "", client, "", "", Map.of());
  }

  private void flood(int times, String client) {
    for (int i = 0; i < times; i++) {
      audit.record(refusal(NOON, client));
    }
  }

  @Test
  void one_network_is_told_of_thirty_times_a_minute_and_the_rest_is_counted() {
    flood(1_000, "192.0.2.7");
    assertThat(heard).hasSize(Floods.MOST);

    heard.clear();
    audit.record(event(NOON.plusSeconds(60), AuditType.LOGOUT, Outcome.SUCCESS, ""));

    assertThat(heard)
        .extracting(AuditEvent::type)
        .containsExactly(AuditType.BYPASS, AuditType.LOGOUT);
    assertThat(heard.get(0).client()).isEqualTo("192.0.2.7");
    assertThat(heard.get(0).details()).containsEntry("suppressed", "969");
  }

  @Test
  void the_next_minute_begins_anew() {
    flood(31, "192.0.2.7");
    heard.clear();

    audit.record(refusal(NOON.plusSeconds(61), "192.0.2.7"));

    assertThat(heard).hasSize(2).noneMatch(event -> event.details().containsKey("suppressed"));
  }

  @Test
  void one_flood_hides_no_other_network_reason_or_success() {
    flood(100, "192.0.2.7");
    heard.clear();

    audit.record(refusal(NOON, "192.0.2.8"));
    audit.record(refusal(NOON, "192.0.2.7").withReason("spoofed-header"));
    audit.record(event(NOON, AuditType.LOGIN, Outcome.SUCCESS, "192.0.2.7"));

    assertThat(heard).hasSize(3);
  }

  @Test
  void the_addresses_of_one_ipv6_network_count_together() {
    for (int i = 0; i < 100; i++) {
      audit.record(refusal(NOON, "2001:db8::" + i));
    }

    assertThat(heard).hasSize(Floods.MOST);
  }

  @Test
  void however_many_networks_there_are_no_refusal_is_lost_uncounted() {
    flood(32, "198.51.100.1");
    for (int i = 0; i < 10_000; i++) {
      audit.record(refusal(NOON, "10.0." + i / 250 + "." + i % 250));
    }

    assertThat(heard.stream().filter(event -> event.client().equals("198.51.100.1")))
        .hasSize(Floods.MOST + 1)
        .last()
        .satisfies(event -> assertThat(event.details()).containsEntry("suppressed", "1"));
  }

  @Test
  void what_is_held_back_is_kept_short() {
    flood(31, "192.0.2.7");
    audit.record(refusal(NOON, "192.0.2.7").with("why", "x".repeat(8_000)));
    heard.clear();

    audit.record(refusal(NOON.plusSeconds(60), "192.0.2.7"));

    assertThat(heard.get(0).details().get("why")).hasSize(200);
  }
}
