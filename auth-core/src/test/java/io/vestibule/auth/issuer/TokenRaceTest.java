package io.vestibule.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vestibule.auth.Secret;
import io.vestibule.auth.issuer.Codes.Exchange;
import io.vestibule.auth.issuer.RefreshTokens.Lives;
import io.vestibule.auth.issuer.RefreshTokens.Use;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Race;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty clients show the same thing at the same time; {@code -Drace.rounds=1000} makes it longer. */
class TokenRaceTest {
  private static final Grant ADA = RefreshTokensTest.ADA;
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final Codes.Request APP =
      new Codes.Request("com.example.app:/callback", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));

  @TempDir
  Path folder;

  private RefreshTokens tokens(Store store) {
    Lives lives = new Lives(Duration.ofDays(30), Duration.ofDays(7), Duration.ZERO);
    return new RefreshTokens(store, lives, new SecureRandom(), clock, any -> {});
  }

  @Test
  void one_client_wins_in_memory() throws Exception {
    try (Store store = MemoryStore.of(clock)) {
      assertOneRefreshes(store);
      assertOneExchanges(store);
    }
  }

  @Test
  void one_client_wins_on_h2() throws Exception {
    assertOneWinnerOfEach("jdbc:h2:file:" + folder.resolve("auth"), "");
  }

  @Test
  void one_client_wins_on_postgresql() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the PostgreSQL of these tests is that for Linux on amd64");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")).start()) {
      assertOneWinnerOfEach(
          "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres");
    }
  }

  private void assertOneWinnerOfEach(String url, String user) throws Exception {
    try (Store store = JdbcStore.open(url, user, Secret.of(user), clock)) {
      assertOneRefreshes(store);
      assertOneExchanges(store);
    }
  }

  /** Each round somebody else, for a user has a hundred families at most. */
  private static Grant of(int round) {
    return new Grant("user" + round, ADA.proof(), ADA.scopes(), ADA.client());
  }

  /** Who loses a race ends nothing; who shows the token later ends the family. */
  private void assertOneRefreshes(Store store) throws Exception {
    RefreshTokens tokens = tokens(store);
    Queue<RefreshToken> winners = new ConcurrentLinkedQueue<>();
    Race.assertOneWinnerEachTime(round -> {
      RefreshToken first = tokens.begin(of(round));
      clock.pass(Duration.ofSeconds(1));
      return () -> {
        Use use = tokens.use(first, clock.instant(), RefreshTokensTest::standing);
        assertThat(use).isInstanceOfAny(Use.Renewed.class, Use.Late.class);
        if (use instanceof Use.Renewed renewed) {
          winners.add(first);
          winners.add(renewed.next());
        }
        return use instanceof Use.Renewed;
      };
    });
    while (!winners.isEmpty()) {
      assertTheftEndsTheFamily(tokens, winners.remove(), winners.remove());
    }
  }

  private void assertTheftEndsTheFamily(
      RefreshTokens tokens, RefreshToken first, RefreshToken next) {
    Grant grant = tokens.look(next).orElseThrow();
    clock.pass(Duration.ofSeconds(1));
    assertThat(tokens.use(first, clock.instant(), RefreshTokensTest::standing))
        .isEqualTo(new Use.Stolen(grant));
    assertThat(tokens.use(next, clock.instant(), RefreshTokensTest::standing))
        .isEqualTo(new Use.Unknown());
  }

  /** Nobody shows a code twice, so a race for one betrays a copy: the winner's tokens end too. */
  private void assertOneExchanges(Store store) throws Exception {
    RefreshTokens tokens = tokens(store);
    Codes codes = new Codes(store, tokens, new SecureRandom(), clock);
    Queue<RefreshToken> winners = new ConcurrentLinkedQueue<>();
    Race.assertOneWinnerEachTime(round -> {
      String code = codes.issue(ADA, APP);
      return () -> {
        Exchange exchange = codes.exchange(
            new Codes.Shown(code, VERIFIER, APP.redirectUri(), "app"), RefreshTokensTest::standing);
        if (exchange instanceof Exchange.Granted granted) {
          winners.add(granted.refreshToken());
        }
        return exchange instanceof Exchange.Granted;
      };
    });
    assertThat(winners).allSatisfy(winner -> assertThat(tokens.look(winner)).isEmpty());
    assertThat(store.owned(RefreshTokens.KIND, "ada")).isEmpty();
  }
}
