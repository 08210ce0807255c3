package io.vestibule.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.PasswordCheck.Result;
import io.vestibule.auth.password.User;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.SharedKey;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the audit hears of sessions. */
class DeskTest {
  private static final User ADA = new User("ada", Set.of(), Secret.of("hash"), false);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private final InstantSource clock = now::get;
  private final List<AuditEvent> heard = new CopyOnWriteArrayList<>();
  private final Desk desk = desk();

  private Desk desk() {
    Store store = MemoryStore.of(clock);
    SecureRandom random = new SecureRandom();
    InstanceKey key = new InstanceKey(new SharedKey(store, "cookies"));
    Lifetimes lifetimes = new Lifetimes(
        Duration.ofMinutes(30),
        Duration.ofHours(24),
        Duration.ofDays(30),
        20,
        Duration.ofSeconds(2));
    Ways ways = new Ways();
    ways.add(
        (request, shown, device) -> new Result.Wrong(),
        name -> name.equals("ada") ? Optional.of(ADA) : Optional.empty(),
        true);
    return new Desk(
        ways,
        new Sessions(store, lifetimes, random, clock),
        new Remembered(store, lifetimes, random, clock),
        new Trails(store),
        new KnownDevice(key, random),
        key,
        new Cookies("test"),
        Audit.of(heard::add),
        clock);
  }

  private static AuthRequest showing(Headers headers) {
    String cookies = headers.all("Set-Cookie").stream()
        .map(field -> field.split(";", 2)[0])
        .collect(Collectors.joining("; "));
    return FakeRequest.get("/").with("Cookie", cookies);
  }

  private List<AuditType> types() {
    return heard.stream().map(AuditEvent::type).toList();
  }

  @Test
  void hears_of_a_sign_in_and_of_a_sign_out_once_each() {
    Headers cookies = desk.admit(FakeRequest.get("/"), ADA, false).headers();
    desk.leave(showing(cookies));
    desk.leave(showing(cookies));

    assertThat(types()).containsExactly(AuditType.LOGIN, AuditType.LOGOUT);
    assertThat(heard).extracting(AuditEvent::subject).containsOnly("ada");
  }

  @Test
  void hears_of_a_device_that_is_remembered_and_of_a_cookie_that_was_used_before() {
    Headers first = desk.admit(FakeRequest.get("/"), ADA, true).headers();
    now.updateAndGet(instant -> instant.plus(Duration.ofHours(1)));
    assertThat(desk.resume(showing(first))).isPresent();
    now.updateAndGet(instant -> instant.plus(Duration.ofHours(1)));

    assertThat(desk.resume(showing(first))).isEmpty();
    assertThat(types()).containsExactly(AuditType.LOGIN, AuditType.LOGIN, AuditType.REPLAY);
    assertThat(heard.get(1).reason()).isEqualTo("remembered");
    assertThat(heard.get(1).subject()).isEqualTo("ada");
  }
}
