package io.vestibule.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.FakeSettings;
import io.vestibule.auth.password.LocalUsers;
import io.vestibule.auth.password.PasswordCheck.Result;
import io.vestibule.auth.password.User;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.SharedKey;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the audit hears of sessions, and what becomes of two things that are done at one time. */
class SignInServiceTest {
  private static final User ADA = new User("ada", Set.of(), Secret.of("hash"), false);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private final InstantSource clock = now::get;
  private final List<AuditEvent> heard = new CopyOnWriteArrayList<>();
  private final Meanwhile meanwhile = new Meanwhile();
  private final Store store = meanwhile.at(MemoryStore.of(clock));
  private final SignInService signInService = signInService();

  private SignInService signInService() {
    SecureRandom random = new SecureRandom();
    InstanceKey key = new InstanceKey(new SharedKey(store, "cookies"));
    Lifetimes lifetimes = new Lifetimes(
        Duration.ofMinutes(30),
        Duration.ofHours(24),
        Duration.ofDays(30),
        20,
        Duration.ofSeconds(2));
    Ways ways = new Ways(LocalUsers.of(new FakeSettings(List.of(), clock)));
    ways.add(
        (request, shown, device) -> new Result.Wrong(),
        name -> name.equals("ada") ? Optional.of(ADA) : Optional.empty(),
        name -> name.equals("ada") ? Optional.of(ADA) : Optional.empty(),
        Optional::empty,
        Optional.empty());
    RememberMe remembered = new RememberMe(store, lifetimes, random, clock);
    return new SignInService(
        ways,
        new Sessions(store, remembered, lifetimes, random, clock),
        remembered,
        new SubjectSessions(store),
        new KnownDevice(key, random),
        new Standing(ways, key),
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
    Headers cookies = signInService
        .admit(FakeRequest.get("/"), ADA, SignInService.BY_PASSWORD, false)
        .headers();
    signInService.leave(showing(cookies));
    signInService.leave(showing(cookies));

    assertThat(types()).containsExactly(AuditType.LOGIN, AuditType.LOGOUT);
    assertThat(heard).extracting(AuditEvent::subject).containsOnly("ada");
  }

  @Test
  void hears_of_a_device_that_is_remembered_and_of_a_cookie_that_was_used_before() {
    Headers first = signInService
        .admit(FakeRequest.get("/"), ADA, SignInService.BY_PASSWORD, true)
        .headers();
    Headers second = resumedAfterAnHour(first);
    resumedAfterAnHour(second);

    assertThat(signInService.resume(showing(first))).isEmpty();
    assertThat(types())
        .containsExactly(AuditType.LOGIN, AuditType.LOGIN, AuditType.LOGIN, AuditType.REPLAY);
    assertThat(heard.get(1).reason()).isEqualTo("remembered");
    assertThat(heard.get(1).subject()).isEqualTo("ada");
  }

  private Headers resumedAfterAnHour(Headers cookies) {
    pass(Duration.ofHours(1));
    return signInService.resume(showing(cookies)).orElseThrow().responseHeaders();
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private Session session(Headers cookies) {
    return signInService.current(showing(cookies)).orElseThrow().session();
  }

  private long sessions() {
    return store.owned(Sessions.KIND, "ada").stream()
        .filter(entry -> !SessionRecord.isEnded(entry.value()))
        .count();
  }

  @Test
  void a_device_that_resumes_while_all_others_are_ended_has_ended_too() {
    Headers phone = signInService
        .admit(FakeRequest.get("/"), ADA, SignInService.BY_PASSWORD, true)
        .headers();
    pass(Duration.ofHours(1));
    Headers laptop = signInService
        .admit(FakeRequest.get("/"), ADA, SignInService.BY_PASSWORD, true)
        .headers();
    Session current = session(laptop);
    meanwhile.before(
        "insert", Sessions.KIND, () -> signInService.endOthers(showing(laptop), current));

    assertThat(signInService.resume(showing(phone))).isEmpty();
    assertThat(sessions()).isEqualTo(1);
    assertThat(signInService.current(showing(laptop))).isPresent();
  }

  @Test
  void a_busy_device_does_not_resume_between_the_end_of_its_session_and_the_next_step() {
    Headers phone = signInService
        .admit(FakeRequest.get("/"), ADA, SignInService.BY_PASSWORD, true)
        .headers();
    Headers laptop = signInService
        .admit(FakeRequest.get("/"), ADA, SignInService.BY_PASSWORD, true)
        .headers();
    Session current = session(laptop);
    List<Optional<?>> polls = new ArrayList<>();
    for (String step : List.of("owned", "delete")) {
      meanwhile.before(
          step, RememberMe.KIND, () -> polls.add(signInService.resume(showing(phone))));
    }
    signInService.endOthers(showing(laptop), current);

    assertThat(polls).hasSize(2).allMatch(Optional::isEmpty);
    assertThat(signInService.current(showing(phone))).isEmpty();
    assertThat(signInService.resume(showing(phone))).isEmpty();
  }

  @Test
  void a_busy_device_whose_session_is_ended_does_not_resume_it_either() {
    Headers phone = signInService
        .admit(FakeRequest.get("/"), ADA, SignInService.BY_PASSWORD, true)
        .headers();
    Session session = session(phone);
    List<Optional<?>> polls = new ArrayList<>();
    meanwhile.before(
        "delete", RememberMe.KIND, () -> polls.add(signInService.resume(showing(phone))));
    signInService.end(FakeRequest.get("/"), session);

    assertThat(polls).hasSize(1).allMatch(Optional::isEmpty);
    assertThat(signInService.resume(showing(phone))).isEmpty();
    assertThat(sessions()).isZero();
    assertThat(types()).containsExactly(AuditType.LOGIN, AuditType.SESSION_ENDED);
  }

  @Test
  void hears_nothing_of_a_session_that_has_ended_before() {
    Session session = session(signInService
        .admit(FakeRequest.get("/"), ADA, SignInService.BY_PASSWORD, false)
        .headers());
    signInService.end(FakeRequest.get("/"), session);
    signInService.end(FakeRequest.get("/"), session);

    assertThat(types()).containsExactly(AuditType.LOGIN, AuditType.SESSION_ENDED);
  }

  @Test
  void a_tab_that_resumes_while_another_one_signs_out_is_signed_out() {
    Headers cookies = signInService
        .admit(FakeRequest.get("/"), ADA, SignInService.BY_PASSWORD, true)
        .headers();
    pass(Duration.ofHours(1));
    List<Optional<?>> polls = new ArrayList<>();
    meanwhile.before(
        "delete", RememberMe.KIND, () -> polls.add(signInService.resume(showing(cookies))));
    signInService.leave(showing(cookies));

    assertThat(polls).hasSize(1).allMatch(Optional::isPresent);
    assertThat(sessions()).isZero();
    assertThat(signInService.resume(showing(cookies))).isEmpty();
  }

  @Test
  void a_store_that_was_down_for_a_moment_takes_nothing_from_a_device() {
    Headers cookies = signInService
        .admit(FakeRequest.get("/"), ADA, SignInService.BY_PASSWORD, true)
        .headers();
    pass(Duration.ofHours(1));
    meanwhile.before("insert", Sessions.KIND, () -> {
      throw new AuthUnavailableException("the store is down", Duration.ofSeconds(5));
    });

    assertThatThrownBy(() -> signInService.resume(showing(cookies)))
        .isInstanceOf(AuthUnavailableException.class);
    pass(Duration.ofMinutes(2));
    assertThat(signInService.resume(showing(cookies))).isPresent();
    assertThat(types()).containsExactly(AuditType.LOGIN, AuditType.LOGIN);
  }
}
