package io.vestibule.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Access A = new Access.Role("a");
  private static final Access B = new Access.Role("b");
  private static final Access BASIC = new Access.Via("basic");
  private static final Identity ADA = Identity.of("ada", "BASIC", NOW).withRoles(Set.of("a"));

  @Test
  void all_of_asks_for_every_part() {
    assertThat(all(A, BASIC).test(ADA, "basic", CLOCK)).isTrue();
    assertThat(all(A, B).test(ADA, "basic", CLOCK)).isFalse();
    assertThat(all(B, A).test(ADA, "basic", CLOCK)).isFalse();
    assertThat(all(A, BASIC).reachableBy("basic")).isTrue();
    assertThat(all(A, BASIC).reachableBy("session")).isFalse();
    assertThat(all(A, new Access.Mfa()).attainableBy(ADA)).isTrue();
    assertThat(all(new Access.Mfa(), B).attainableBy(ADA)).isFalse();
  }

  @Test
  void any_of_is_content_with_one_part() {
    assertThat(any(B, A).test(ADA, "basic", CLOCK)).isTrue();
    assertThat(any(B, BASIC).test(ADA, "session", CLOCK)).isFalse();
    assertThat(any(BASIC, new Access.Via("bearer")).reachableBy("bearer.ci")).isTrue();
    assertThat(any(BASIC, new Access.Via("bearer")).reachableBy("session")).isFalse();
    assertThat(any(B, new Access.Mfa()).attainableBy(ADA)).isTrue();
    assertThat(any(B, B).attainableBy(ADA)).isFalse();
  }

  @Test
  void an_expression_without_parts_is_refused() {
    assertThatThrownBy(() -> new Access.AllOf(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Access.AnyOf(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void prints_as_a_rule_would_say_it() {
    Access access = all(
        Access.signedIn(),
        any(A, new Access.Scope("night shift")),
        new Access.Fresh(Duration.ofHours(36)));
    assertThat(access).hasToString("user & (role:a | scope:\"night shift\") & fresh(36h)");
    assertThat(any(all(A, BASIC), new Access.Role("x\"y")))
        .hasToString("role:a & via:basic | role:\"x\"\"y\"");
    assertThat(Requirement.OPEN).hasToString("public");
    assertThat(Requirement.LENIENT).hasToString("optional");
    assertThat(Requirement.CLOSED).hasToString("deny");
    assertThat(Requirement.SIGNED_IN).hasToString("user");
  }

  private static Access all(Access... parts) {
    return new Access.AllOf(List.of(parts));
  }

  private static Access any(Access... parts) {
    return new Access.AnyOf(List.of(parts));
  }
}
