package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Identity;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTest {
  private static final Instant SIGN_IN = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void when_it_was_proved_is_told_where_it_is_known() {
    assertThat(Status.of(Optional.of(Identity.of("ada", "FORM", SIGN_IN)), "/auth/login"))
        .containsEntry("username", "ada")
        .containsEntry("authenticated_at", "2026-03-01T12:00:00Z");
    assertThat(Status.of(Optional.of(Identity.of("ada", "OIDC", Instant.EPOCH)), "/auth/login"))
        .containsEntry("username", "ada")
        .doesNotContainKey("authenticated_at");
  }

  @Test
  void a_stranger_learns_where_to_sign_in_and_nothing_else() {
    assertThat(Status.of(Optional.empty(), "/auth/login"))
        .containsOnlyKeys("authenticated", "login_url")
        .containsEntry("authenticated", false);
  }
}
