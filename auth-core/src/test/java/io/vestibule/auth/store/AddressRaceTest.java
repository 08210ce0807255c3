package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vestibule.auth.Secret;
import io.vestibule.auth.password.AddressChange;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.FakeClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty users verify the same address at the same moment, on two nodes. */
class AddressRaceTest {
  private static final int ROUNDS = Race.rounds(10);
  private static final int USERS = 20;
  private static final Secret HASH =
      Secret.of("$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu");

  @TempDir
  Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void has_one_winner_each_time_in_memory() throws Exception {
    assertOneWinnerEachTime(MemoryStore.of(clock));
  }

  @Test
  void has_one_winner_each_time_in_an_h2_file() throws Exception {
    try (Store store =
        JdbcStore.open("jdbc:h2:file:" + folder.resolve("auth"), "", Secret.of(""), clock)) {
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
        Store store = JdbcStore.open(
            "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
            "postgres",
            Secret.of("postgres"),
            clock)) {
      assertOneWinnerEachTime(store);
    }
  }

  private void assertOneWinnerEachTime(Store store) throws Exception {
    List<UserStore> nodes = List.of(
        new UserStore(store, Roles.none(), clock), new UserStore(store, Roles.none(), clock));
    IntStream.range(0, USERS).forEach(i -> nodes.get(0).add("user" + i, HASH, Set.of()));
    Race.assertOneWinnerEachTime(ROUNDS, round -> verifying(nodes, "a" + round + "@example.org"));
    Race.assertOneWinnerEachTime(
        ROUNDS, round -> takingOver(store, nodes, "b" + round + "@example.org"));
    List<User> all = nodes.get(0).list("", USERS + 1);
    assertThat(all.stream().map(User::email).filter(email -> !email.isEmpty()))
        .doesNotHaveDuplicates()
        .allSatisfy(email -> assertThat(nodes.get(1).byAddress(email)).isPresent());
  }

  private static BooleanSupplier verifying(List<UserStore> nodes, String address) {
    AtomicInteger next = new AtomicInteger();
    return () -> {
      int racer = next.getAndIncrement();
      UserStore users = nodes.get(racer % nodes.size());
      User user = users.user("user" + racer).orElseThrow();
      return users.setAddress(user, address, true) == AddressChange.SET;
    };
  }

  /** The one who had it is gone, and the index was left behind. */
  private static BooleanSupplier takingOver(Store store, List<UserStore> nodes, String address) {
    UserStore users = nodes.get(0);
    users.add("former", HASH, Set.of());
    users.setAddress(users.user("former").orElseThrow(), address, true);
    store.delete("user", "former");
    return verifying(nodes, address);
  }
}
