package io.vestibule.auth.session;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.account.Administrators;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Race;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.throttle.Throttle;
import io.vestibule.auth.totp.Apps;
import io.vestibule.auth.totp.Confirmed;
import io.vestibule.auth.totp.Outcome;
import io.vestibule.auth.totp.SecondFactors;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is used once has one winner, however many try at one time; {@link Race} says how often. */
class SingleUseTest {
  private static final FakeClock CLOCK = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final FakeRequest REQUEST = FakeRequest.get("/");
  private static final Secret HASH =
      Secret.of("$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu");

  @TempDir
  Path folder;

  @Test
  void has_one_winner_each_time_in_memory() throws Exception {
    assertOneWinnerEachTime(MemoryStore.of(CLOCK));
  }

  @Test
  void has_one_winner_each_time_in_an_h2_file() throws Exception {
    try (Store store = open("jdbc:h2:file:" + folder.resolve("auth"), "")) {
      assertOneWinnerEachTime(store);
    }
  }

  @Test
  void has_one_winner_each_time_in_postgresql() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the PostgreSQL of these tests is that for Linux on amd64");
    try (EmbeddedPostgres server =
            EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")).start();
        Store store =
            open("jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres")) {
      assertOneWinnerEachTime(store);
    }
  }

  private static Store open(String url, String user) {
    return JdbcStore.open(url, user, Secret.of(user), CLOCK);
  }

  private static void assertOneWinnerEachTime(Store store) throws Exception {
    assertOneWinnerOfTheSetUpLink(store);
    assertOneWinnerOfTheNextTokenOfADevice(store);
    assertOneWinnerOfACodeAndOfARecoveryCode(store);
    assertOneWinnerOfASetUpAndOfASignInThatWantsTheCode(store);
    assertOneWinnerOfALinkToAnAccount(store);
    assertOneOfTwoAdministratorsStaysOne(store);
  }

  /** Each of them removes the other one, on a node of its own. */
  private static void assertOneOfTwoAdministratorsStaysOne(Store store) throws Exception {
    UserStore users = new UserStore(store, Roles.none(), CLOCK);
    List<Administrators> nodes = List.of(
        new Administrators(store, users, "admin", CLOCK),
        new Administrators(store, users, "admin", CLOCK));
    AtomicInteger turn = new AtomicInteger();
    Race.assertOneWinnerEachTime(Race.rounds(20), round -> {
      for (String name : List.of("admin0", "admin1")) {
        users.delete(name);
        users.add(name, HASH, Set.of("admin"));
      }
      return () -> {
        int mine = turn.incrementAndGet() % 2;
        return removes(users, nodes.get(mine), "admin" + mine);
      };
    });
  }

  private static boolean removes(UserStore users, Administrators node, String name) {
    try {
      return node.unlessLast(name, user -> false, () -> users.delete(name))
          == Administrators.Change.DONE;
    } catch (AuthUnavailableException busy) {
      return false;
    }
  }

  private static void assertOneWinnerOfALinkToAnAccount(Store store) throws Exception {
    UserStore users = new UserStore(store, Roles.none(), CLOCK);
    AccountLinks links = new AccountLinks(store, users, RANDOM, CLOCK);
    users.add("forgetful", HASH, Set.of());
    User user = users.user("forgetful").orElseThrow();
    Race.assertOneWinnerEachTime(round -> {
      String token = links.issue(Purpose.RESET, user, "").reveal();
      return () -> links.take(token).isPresent();
    });
    Race.assertOneWinnerEachTime(round -> {
      String token = links.issueToRegister("new" + round + "@example.org").reveal();
      return () -> links.take(token).isPresent();
    });
  }

  private static void assertOneWinnerOfACodeAndOfARecoveryCode(Store store) throws Exception {
    FakeClock clock = new FakeClock(CLOCK.instant());
    UserStore users = new UserStore(store, Roles.none(), clock);
    SecondFactors factors = factors(store, users, clock);
    users.add("coded", HASH, Set.of());
    User before = users.user("coded").orElseThrow();
    Secret key = factors.begin(before).key();
    Confirmed.Active active =
        (Confirmed.Active) factors.confirm(REQUEST, before, Apps.code(key, clock.instant()));
    Race.assertOneWinnerEachTime(round -> {
      clock.pass(Duration.ofSeconds(30));
      String code = Apps.code(key, clock.instant());
      return () -> isRight(factors, active.after(), code);
    });
    Race.assertOneWinnerEachTime(round -> {
      String code = factors.renew(REQUEST, active.after()).orElseThrow().get(3).reveal();
      return () -> isRight(factors, active.after(), code);
    });
  }

  private static void assertOneWinnerOfASetUpAndOfASignInThatWantsTheCode(Store store)
      throws Exception {
    UserStore users = new UserStore(store, Roles.none(), CLOCK);
    SecondFactors factors = factors(store, users, CLOCK);
    PendingSignIns pending = new PendingSignIns(store, RANDOM, CLOCK);
    Race.assertOneWinnerEachTime(round -> {
      users.add("new" + round, HASH, Set.of());
      User user = users.user("new" + round).orElseThrow();
      String code = Apps.code(factors.begin(user).key(), CLOCK.instant());
      return () -> factors.confirm(REQUEST, user, code) instanceof Confirmed.Active;
    });
    Race.assertOneWinnerEachTime(round -> {
      Token token =
          pending.begin(REQUEST, users.user("new" + round).orElseThrow(), "credential", false);
      return () -> pending.end(token);
    });
  }

  private static SecondFactors factors(Store store, UserStore users, FakeClock clock) {
    return SecondFactors.over(store, users, Throttle.off(), Audit.none(), clock, "Tickets");
  }

  private static boolean isRight(SecondFactors factors, User user, String code) {
    return factors.check(REQUEST, user, code, Optional.empty()) instanceof Outcome.Right;
  }

  private static void assertOneWinnerOfTheSetUpLink(Store store) throws Exception {
    UserStore nobody = new UserStore(store, Roles.none(), CLOCK);
    Setup setup = new Setup(store, nobody, "/auth/setup", RANDOM, CLOCK);
    Race.assertOneWinnerEachTime(round -> {
      Token token = setup.issue();
      return () -> setup.consume(token);
    });
  }

  private static void assertOneWinnerOfTheNextTokenOfADevice(Store store) throws Exception {
    Lifetimes lifetimes = new Lifetimes(
        Duration.ofMinutes(30),
        Duration.ofHours(24),
        Duration.ofDays(30),
        20,
        Duration.ofSeconds(2));
    RememberMe remembered = new RememberMe(store, lifetimes, RANDOM, CLOCK);
    Race.assertOneWinnerEachTime(round -> {
      RememberMe.Ticket ticket = remembered.begin("user" + round, "", SignInService.BY_PASSWORD);
      return () -> remembered.use(ticket, owner -> true) instanceof RememberMe.Use.Renewed;
    });
  }
}
