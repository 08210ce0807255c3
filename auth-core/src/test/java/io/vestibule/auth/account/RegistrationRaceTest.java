package io.vestibule.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.PasswordByLink.Outcome;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Race;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One link to register is used twenty times at the same moment, on two nodes, with the same name or with others. */
class RegistrationRaceTest {
  private static final int ROUNDS = Race.rounds(5);
  private static final Secret HASH =
      Secret.of("$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu");

  @TempDir
  Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void makes_one_user_each_time_in_memory() throws Exception {
    assertOneUserEachTime(MemoryStore.of(clock));
  }

  @Test
  void makes_one_user_each_time_in_an_h2_file() throws Exception {
    try (Store store =
        JdbcStore.open("jdbc:h2:file:" + folder.resolve("auth"), "", Secret.of(""), clock)) {
      assertOneUserEachTime(store);
    }
  }

  @Test
  void makes_one_user_each_time_in_postgresql() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the PostgreSQL of these tests is that for Linux on amd64");
    try (EmbeddedPostgres server =
            EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")).start();
        Store store = JdbcStore.open(
            "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
            "postgres",
            Secret.of("postgres"),
            clock)) {
      assertOneUserEachTime(store);
    }
  }

  private void assertOneUserEachTime(Store store) throws Exception {
    List<Node> nodes = Stream.of(store, store).map(this::node).toList();
    nodes.get(0).users().add("root", HASH, Set.of("admin"));
    Race.assertOneWinnerEachTime(
        ROUNDS, round -> registering(nodes, "a" + round, i -> "a" + round));
    Race.assertOneWinnerEachTime(
        ROUNDS, round -> registering(nodes, "b" + round, i -> "b" + round + "-" + i));

    UserStore users = nodes.get(0).users();
    assertThat(users.delete("root")).isTrue();
    assertThat(users.list("", 100)).hasSize(2 * ROUNDS).allSatisfy(user -> {
      assertThat(user.hasVerifiedEmail()).isTrue();
      assertThat(users.byAddress(user.email())).contains(user);
    });
  }

  private record Node(UserStore users, AccountLinks links, RegistrationByLink way) {}

  private interface Names {
    String of(int racer);
  }

  private static BooleanSupplier registering(List<Node> nodes, String local, Names names) {
    String token = nodes.get(0).links().issueToRegister(local + "@example.org").reveal();
    AtomicInteger next = new AtomicInteger();
    return () -> {
      int racer = next.getAndIncrement();
      return nodes
              .get(racer % nodes.size())
              .way()
              .set(FakeRequest.get("/"), token, names.of(racer), HASH)
          instanceof Outcome.Done;
    };
  }

  private Node node(Store store) {
    Configuration configuration = Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = session\n[accounts]\nsource = store\n",
        folder,
        clock,
        Supplied.nothing().with(Store.class, store).with(Audit.class, Audit.none()));
    UserStore users = configuration.shared(UserStore.class).orElseThrow();
    AccountLinks links = new AccountLinks(store, users, new SecureRandom(), clock);
    return new Node(
        users,
        links,
        new RegistrationByLink(
            new Registration(Set.of(), Set.of("member")),
            configuration.shared(BrowserSignIn.class).orElseThrow(),
            links,
            users,
            Roles.none(),
            Audit.none(),
            clock));
  }
}
