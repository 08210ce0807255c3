package io.vestibule.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.token.ApiTokens.Found;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiTokensTest {
  private static final Owner ADA = new Owner("ada", "session", "1.0");

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Watched store = new Watched(MemoryStore.of(clock));
  private final ApiTokens tokens = new ApiTokens(store, new SecureRandom(), clock);
  private final ApiTokens elsewhere = new ApiTokens(store, new SecureRandom(), clock);

  private ApiTokens.Made make(String name) {
    return tokens.make(ADA, new Wish(name, Set.of("deploy"), Duration.ofDays(90)));
  }

  private ApiToken found(ApiTokens where, TokenText text) {
    return ((Found.Valid) where.find(text, "192.0.2.1")).live().token();
  }

  @Test
  void what_was_written_is_read_again() {
    ApiTokens.Made made = tokens.make(
        new Owner("zoë", "oauth.google", "account"),
        new Wish("ci & co", Set.of("a", "read_only"), Wish.FOR_EVER));

    ApiToken read = found(elsewhere, made.text());

    assertThat(read.owner()).isEqualTo(made.token().owner());
    assertThat(read.name()).isEqualTo("ci & co");
    assertThat(read.scopes()).containsExactlyInAnyOrder("a", "read_only");
    assertThat(read.end()).isEmpty();
    assertThat(read.created()).isEqualTo(clock.instant());
  }

  @Test
  void one_of_very_many_is_found_by_its_id_and_by_its_name() {
    ApiToken last = IntStream.rangeClosed(0, ApiTokens.MOST_LISTED)
        .mapToObj(i -> make("t" + i).token())
        .max(Comparator.comparing(ApiToken::digest))
        .orElseThrow();

    assertThat(tokens.list()).hasSize(ApiTokens.MOST_LISTED).doesNotContain(last);
    assertThat(tokens.withId(last.id())).containsExactly(last);
    assertThat(tokens.named(last.name())).containsExactly(last);
    tokens.revoke(last);
    assertThat(tokens.withId(last.id())).isEmpty();
    assertThat(tokens.withId("")).isEmpty();
  }

  @Test
  void the_store_has_a_digest_and_nothing_of_the_token() {
    String text = make("ci").text().reveal();

    assertThat(store.written).allSatisfy(entry -> assertThat(entry.id() + entry.value())
        .doesNotContain(text.substring(4, 30))
        .doesNotContain(text.substring(20, 49)));
  }

  @Test
  void a_token_that_is_revoked_while_it_is_read_is_worth_nothing_at_the_next_request() {
    ApiTokens.Made made = make("ci");
    found(elsewhere, made.text());
    store.meanwhile = () -> tokens.revoke(made.token());

    assertThat(tokens.find(made.text(), "192.0.2.1")).isInstanceOf(Found.Valid.class);
    assertThat(tokens.find(made.text(), "192.0.2.1")).isInstanceOf(Found.Revoked.class);
  }

  @Test
  void a_token_that_is_revoked_while_its_use_is_noted_is_worth_nothing_at_the_next_request() {
    ApiTokens.Made made = make("ci");
    store.meanwhile = () -> store.meanwhile = () -> tokens.revoke(made.token());

    assertThat(tokens.find(made.text(), "192.0.2.1")).isInstanceOf(Found.Valid.class);
    assertThat(tokens.find(made.text(), "192.0.2.1")).isInstanceOf(Found.Revoked.class);
  }

  @Test
  void the_store_is_asked_once_in_two_seconds() {
    TokenText text = make("ci").text();
    found(tokens, text);
    store.gets = 0;
    for (int i = 0; i < 100; i++) {
      found(tokens, text);
    }
    assertThat(store.gets).isZero();
    clock.pass(Duration.ofSeconds(2));
    found(tokens, text);
    found(tokens, text);
    assertThat(store.gets).isEqualTo(1);
  }

  @Test
  void a_text_with_a_slip_never_reaches_the_store() {
    store.down = true;

    assertThat(TokenText.parse(make0() + "x")).isEmpty();
    assertThat(store.gets).isZero();
  }

  private static String make0() {
    return TokenText.random(new SecureRandom()).reveal();
  }

  @Test
  void its_use_is_written_at_most_once_a_minute_and_once_however_many_use_it() throws Exception {
    TokenText text = make("ci").text();
    store.written.clear();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int minute = 0; minute < 3; minute++) {
        List<Callable<Found>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          calls.add(() -> tokens.find(text, "192.0.2.1"));
        }
        for (Future<Found> call : threads.invokeAll(calls)) {
          assertThat(call.get()).isInstanceOf(Found.Valid.class);
        }
        clock.pass(Duration.ofSeconds(60));
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(store.written).hasSizeBetween(3, 3 * 8);
    assertThat(found(elsewhere, text).lastUsed()).isEqualTo(clock.instant());
  }

  @Test
  void a_use_that_cannot_be_written_is_a_use_all_the_same() {
    TokenText text = make("ci").text();
    found(tokens, text);
    clock.pass(Duration.ofSeconds(1));
    store.readOnly = true;
    clock.pass(Duration.ofSeconds(61));

    assertThat(tokens.find(text, "192.0.2.1")).isInstanceOf(Found.Valid.class);
  }

  @Test
  void a_store_that_is_down_opens_nothing() {
    TokenText text = make("ci").text();
    store.down = true;

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> elsewhere.find(text, "192.0.2.1"))
        .isInstanceOf(AuthUnavailableException.class);
  }

  @Test
  void a_token_that_is_used_while_it_is_revoked_stays_revoked() {
    ApiTokens.Made made = make("ci");
    found(elsewhere, made.text());
    assertThat(tokens.revoke(made.token())).isTrue();
    clock.pass(Duration.ofMillis(1_500));

    // It is believed here for two seconds; the note of its use must not bring it back.
    elsewhere.find(made.text(), "192.0.2.1");
    clock.pass(Duration.ofSeconds(60));

    assertThat(elsewhere.find(made.text(), "192.0.2.1")).isInstanceOf(Found.Revoked.class);
    assertThat(tokens.find(made.text(), "192.0.2.1")).isInstanceOf(Found.Revoked.class);
    assertThat(tokens.revoke(made.token())).isFalse();
    assertThat(tokens.list()).isEmpty();
  }

  @Test
  void what_nobody_can_read_lets_nobody_in() {
    TokenText text = make("ci").text();
    Entry entry = store.written.get(store.written.size() - 1);
    store.replace(new Entry(entry.kind(), entry.id(), entry.owner(), "2 ?", entry.expires(), 1));

    assertThat(elsewhere.find(text, "192.0.2.1")).isInstanceOf(Found.Unknown.class);
  }

  @Test
  void its_use_after_it_was_revoked_is_told_once_a_minute() {
    List<AuditEvent> told = new ArrayList<>();
    Reports reports = new Reports(Audit.of(told::add), clock);
    ApiToken token = make("ci").token();
    Found.Revoked revoked = new Found.Revoked(token.id(), "ada");

    reports.made(FakeRequest.get("/"), token);
    reports.revoked(FakeRequest.get("/"), token);
    for (int i = 0; i < 10; i++) {
      reports.refused(FakeRequest.get("/"), revoked);
    }
    clock.pass(Duration.ofMinutes(1));
    reports.refused(FakeRequest.get("/"), revoked);

    assertThat(told.stream().map(event -> event.type().word()))
        .containsExactly("token-created", "token-revoked", "token-refused", "token-refused");
    assertThat(told).allSatisfy(event -> {
      assertThat(event.subject()).isEqualTo("ada");
      assertThat(event.details()).containsEntry("token", token.id());
    });
  }

  /** A store that counts, and can be down. */
  private static final class Watched implements Store {
    private final Store behind;
    private final List<Entry> written = java.util.Collections.synchronizedList(new ArrayList<>());
    private volatile int gets;
    private volatile boolean down;
    private volatile Runnable meanwhile = () -> {};
    private volatile boolean readOnly;

    Watched(Store behind) {
      this.behind = behind;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public Optional<Entry> get(String kind, String id) {
      if (down) {
        throw new AuthUnavailableException("down", Duration.ofSeconds(1));
      }
      gets++;
      return thenMeanwhile(behind.get(kind, id));
    }

    /** What another request does between the answer of the store and what is made of it; once. */
    private <T> T thenMeanwhile(T answer) {
      Runnable happens = meanwhile;
      meanwhile = () -> {};
      happens.run();
      return answer;
    }

    @Override
    public boolean insert(Entry entry) {
      written.add(entry);
      return behind.insert(entry);
    }

    @Override
    public boolean replace(Entry entry) {
      if (readOnly) {
        throw new AuthUnavailableException("read only", Duration.ofSeconds(1));
      }
      written.add(entry);
      return thenMeanwhile(behind.replace(entry));
    }

    @Override
    public boolean delete(String kind, String id) {
      return behind.delete(kind, id);
    }

    @Override
    public List<Entry> owned(String kind, String owner) {
      return behind.owned(kind, owner);
    }

    @Override
    public List<Entry> list(String kind, String after, int limit) {
      return behind.list(kind, after, limit);
    }

    @Override
    public void close() {
      behind.close();
    }
  }
}
