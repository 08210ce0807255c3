package io.vestibule.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Secret;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdministratorDoorTest {
  private static final Secret HASH =
      Secret.of(PasswordHash.hash(Secret.of("correct horse"), PasswordHash.LOWEST_NEW_COST));

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Store store = MemoryStore.of(clock);
  private final UserStore users = new UserStore(store, Roles.none(), clock);
  private final AdministratorDoor door =
      new AdministratorDoor(users, new Administrators(store, users, "admin", clock), "admin");

  @ParameterizedTest
  @CsvSource({
    "session, false",
    "oauth, false",
    "oauth.github, false",
    "tokens, true",
    "tokens.ci, true",
    "basic, true",
    "issuer, true",
  })
  void whoever_is_at_no_browser_is_a_program(String via, boolean program) {
    users.add("root", HASH, Set.of("admin"));
    Identity root =
        new Identity("root", "X", Set.of("admin"), Set.of(), Set.of(), clock.instant(), Map.of());

    assertThat(door.actor(FakeRequest.get("/"), new Decision.Admit(root, via, Headers.none())))
        .hasValueSatisfying(actor -> assertThat(actor.program()).isEqualTo(program));
  }
}
