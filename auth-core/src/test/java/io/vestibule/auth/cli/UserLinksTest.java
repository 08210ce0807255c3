package io.vestibule.auth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks;
import io.vestibule.auth.account.AccountLinks.Link;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links that the command line prints, and the administrator whom it leaves. */
class UserLinksTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z"));
  private static final Secret HASH =
      Secret.of("$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu");

  @TempDir
  Path folder;

  private final FakeTerminal terminal = FakeTerminal.of();
  private Store store;
  private UserStore users;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    String url = "jdbc:h2:file:" + folder.resolve("auth");
    store = JdbcStore.open(url, "", Secret.of(""), CLOCK);
    users = new UserStore(store, Roles.none(), CLOCK);
    file = write(
        "type = session",
        "[store]",
        "url = " + url,
        "[server]",
        "public_url = https://a.example/x");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Path write(String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of("[authentication]"));
    all.addAll(List.of(lines));
    return Files.write(folder.resolve("auth.ini"), all);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", file.toString()));
    terminal.out.clear();
    return Main.run(all, terminal);
  }

  private User user(String name) {
    return users.user(name).orElseThrow();
  }

  private Optional<Link> printed() {
    assertThat(terminal.out).as("%s", terminal.err).hasSize(1);
    String link = terminal.out.get(0);
    assertThat(link).startsWith("https://a.example/x/auth/choose-password?token=");
    return new AccountLinks(store, users, new SecureRandom(), CLOCK)
        .find(link.substring(link.length() - 43));
  }

  @Test
  void whoever_is_invited_chooses_the_first_password_by_the_link() {
    assertThat(run("user", "invite", "Ada", "--role", "admin", "--email", "ada@example.org"))
        .isEqualTo(Command.OK);

    assertThat(printed().map(Link::purpose)).contains(Purpose.INVITE);
    assertThat(user("ada").roles()).containsOnly("admin");
    assertThat(user("ada").hasVerifiedEmail()).isTrue();
    assertThat(run("user", "invite", "ADA")).isEqualTo(Command.PROBLEMS);
    assertThat(run("user", "invite", "bob", "--email", "ADA@example.org"))
        .isEqualTo(Command.PROBLEMS);
    assertThat(users.user("bob")).isEmpty();
  }

  @Test
  void a_link_is_made_anew_for_whoever_has_a_password_and_for_whoever_has_none_yet() {
    users.add("Ada", HASH, Set.of());
    users.addOutsider("bob", "", Set.of(), "");

    assertThat(run("user", "reset-link", "ada")).isEqualTo(Command.OK);
    assertThat(printed().map(Link::purpose)).contains(Purpose.RESET);
    assertThat(run("user", "reset-link", "bob")).isEqualTo(Command.OK);
    assertThat(printed().map(Link::purpose)).contains(Purpose.INVITE);
    users.disable("ada");
    assertThat(run("user", "reset-link", "ada")).isEqualTo(Command.PROBLEMS);
    assertThat(run("user", "reset-link", "nobody")).isEqualTo(Command.PROBLEMS);
  }

  @Test
  void without_a_page_that_takes_links_none_is_made() throws IOException {
    file = write("type = basic", "[store]", "url = jdbc:h2:file:" + folder.resolve("auth"));

    assertThat(run("user", "invite", "ada")).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err).last().asString().contains("type = session");
    assertThat(users.user("ada")).isEmpty();
  }

  @Test
  void the_last_administrator_stays_one() {
    users.add("root", HASH, Set.of("admin"));
    users.add("ada", HASH, Set.of());

    for (String[] command : new String[][] {
      {"user", "disable", "root"}, {"user", "delete", "ROOT"}, {"user", "set-role", "root", "x"}
    }) {
      assertThat(run(command)).isEqualTo(Command.PROBLEMS);
      assertThat(terminal.err)
          .last()
          .asString()
          .contains("root is the last administrator who can sign in");
    }
    assertThat(user("root").roles()).containsOnly("admin");
    assertThat(run("user", "set-role", "root", "admin", "x")).isEqualTo(Command.OK);
    assertThat(run("user", "set-role", "ada", "admin")).isEqualTo(Command.OK);
    assertThat(run("user", "delete", "root")).isEqualTo(Command.OK);
  }

  @Test
  void the_role_of_administrators_is_the_one_of_the_file() throws IOException {
    String url = "jdbc:h2:file:" + folder.resolve("auth");
    file =
        write("type = session", "[store]", "url = " + url, "[accounts]", "administrators = boss");
    users.add("root", HASH, Set.of("admin"));
    users.add("ada", HASH, Set.of("boss"));

    assertThat(run("user", "delete", "ada")).isEqualTo(Command.PROBLEMS);
    assertThat(run("user", "delete", "root")).isEqualTo(Command.OK);
  }
}
