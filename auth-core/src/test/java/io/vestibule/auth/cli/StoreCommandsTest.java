package io.vestibule.auth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.session.StoredSessions;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.throttle.Attempt;
import io.vestibule.auth.throttle.Limits;
import io.vestibule.auth.throttle.Throttle;
import io.vestibule.auth.totp.Apps;
import io.vestibule.auth.totp.Confirmed;
import io.vestibule.auth.totp.SecondFactors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that work on the store, while the application has it open. */
class StoreCommandsTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z"));
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";
  private static final String PASSWORD = "a horse of many colours";

  @TempDir
  Path folder;

  private String url;
  private Store store;
  private UserStore users;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    url = "jdbc:h2:file:" + folder.resolve("auth");
    store = JdbcStore.open(url, "", Secret.of(""), CLOCK);
    users = new UserStore(store, Roles.none(), CLOCK);
    file = write("[authentication]", "type = session", "[store]", "url = " + url);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Path write(String... lines) throws IOException {
    return Files.write(folder.resolve("auth.ini"), List.of(lines));
  }

  private int run(FakeTerminal terminal, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", file.toString()));
    return Main.run(all, terminal);
  }

  private User user(String name) {
    return users.user(name).orElseThrow();
  }

  private boolean signsIn(String name, String password) {
    return PasswordHash.parse(
            user(name).credential().reveal().lines().findFirst().orElseThrow())
        .matches(Secret.of(password));
  }

  @Test
  void a_user_is_added_with_roles_and_a_password_from_a_pipe() {
    FakeTerminal terminal = FakeTerminal.of(PASSWORD);
    int status = run(terminal, "user", "add", "Ada", "--role", "admin", "--role", "staff");

    assertThat(status).as("%s", terminal.err).isEqualTo(Command.OK);
    assertThat(user("ada").name()).isEqualTo("Ada");
    assertThat(user("ada").roles()).containsOnly("admin", "staff");
    assertThat(signsIn("ada", PASSWORD)).isTrue();
    assertThat(terminal.out).containsExactly("User Ada was added.");
  }

  @Test
  void a_person_is_asked_for_the_password_twice() {
    FakeTerminal terminal = FakeTerminal.person(PASSWORD, PASSWORD);
    assertThat(run(terminal, "user", "add", "ada")).isEqualTo(Command.OK);
    assertThat(terminal.prompts).containsExactly("Password: ", "Again: ");

    FakeTerminal hasty = FakeTerminal.person(PASSWORD, PASSWORD + "!");
    assertThat(run(hasty, "user", "add", "alan")).isEqualTo(Command.USAGE);
    assertThat(users.user("alan")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"short", "passwordpassword", "abcdefghijkl", "aaaaaaaaaaaaaaaa", "I am Alan Turing"
      })
  void a_weak_password_is_refused_in_one_line_and_not_shown(String password) {
    FakeTerminal terminal = FakeTerminal.of(password);
    assertThat(run(terminal, "user", "add", "alan")).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err)
        .singleElement()
        .asString()
        .startsWith("The password")
        .doesNotContain(password);
    assertThat(users.isEmpty()).isTrue();
  }

  @Test
  void nobody_is_added_twice_in_whatever_case() {
    users.add("ada", Secret.of(HASH), Set.of());
    FakeTerminal terminal = FakeTerminal.of(PASSWORD);
    assertThat(run(terminal, "user", "add", "ADA", "--role", "admin")).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err).containsExactly("There is a user ADA already");
    assertThat(user("ada").roles()).isEmpty();
    assertThat(signsIn("ada", PASSWORD)).isFalse();
  }

  /** A user with a second factor, whose recovery codes are no use to anybody here. */
  private User equipped(SecondFactors factors) {
    users.add("Ada", Secret.of(HASH), Set.of("staff"));
    User before = user("ada");
    Secret key = factors.begin(before).key();
    return ((Confirmed.Active)
            factors.confirm(FakeRequest.get("/"), before, Apps.code(key, CLOCK.instant())))
        .after();
  }

  private SecondFactors factors(Throttle throttle) {
    return SecondFactors.over(store, users, throttle, Audit.none(), CLOCK, "Tickets");
  }

  @Test
  void a_second_factor_is_listed_and_taken_away_with_the_sessions_of_before() {
    User with = equipped(factors(Throttle.off()));
    FakeTerminal listing = FakeTerminal.of();
    run(listing, "user", "list");
    assertThat(listing.out).containsExactly("Ada  staff  mfa");

    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "user", "reset-mfa", "ADA")).isEqualTo(Command.OK);
    assertThat(terminal.out).containsExactly("User Ada was left without a second factor.");
    assertThat(user("ada").hasFactor()).isFalse();
    assertThat(user("ada").credential()).isNotEqualTo(with.credential());
    assertThat(store.get("totp", with.factor())).isEmpty();

    FakeTerminal again = FakeTerminal.of();
    assertThat(run(again, "user", "reset-mfa", "ada")).isEqualTo(Command.PROBLEMS);
    assertThat(again.err).containsExactly("User Ada has no second factor");
    FakeTerminal nobody = FakeTerminal.of();
    assertThat(run(nobody, "user", "reset-mfa", "eve")).isEqualTo(Command.PROBLEMS);
    assertThat(nobody.err).containsExactly("There is no user eve");
  }

  @Test
  void a_second_factor_is_taken_away_where_no_login_page_asks_for_it_too() throws IOException {
    equipped(factors(Throttle.off()));
    file = write("[authentication]", "type = basic", "[store]", "url = " + url);

    assertThat(run(FakeTerminal.of(), "user", "reset-mfa", "ada")).isEqualTo(Command.OK);
    assertThat(user("ada").hasFactor()).isFalse();
  }

  @Test
  void nothing_is_left_of_the_factor_of_a_user_who_is_deleted() {
    User with = equipped(factors(Throttle.off()));

    assertThat(run(FakeTerminal.of(), "user", "delete", "ada")).isEqualTo(Command.OK);
    assertThat(store.get("totp", with.factor())).isEmpty();
    users.add("ada", Secret.of(HASH), Set.of());
    assertThat(user("ada").hasFactor()).isFalse();
  }

  @Test
  void who_must_wait_with_a_code_is_listed_and_let_in_sooner() {
    SecondFactors factors = factors(Throttle.over(store, Limits.DEFAULT, CLOCK));
    User with = equipped(factors);
    for (int i = 0; i < 5; i++) {
      factors.check(FakeRequest.get("/").from("192.0.2." + i), with, "ABCD-EFGH", Optional.empty());
    }
    FakeTerminal listing = FakeTerminal.of();
    run(listing, "lockout", "list");
    assertThat(listing.out).singleElement().asString().startsWith("ada  codes  until ");

    assertThat(run(FakeTerminal.of(), "lockout", "clear", "ADA")).isEqualTo(Command.OK);
    FakeTerminal after = FakeTerminal.of();
    run(after, "lockout", "list");
    assertThat(after.out).isEmpty();
  }

  @Test
  void users_are_listed_and_no_hash_shows() {
    users.add("grace", Secret.of(HASH), Set.of("admin", "staff"));
    users.add("Alan", Secret.of(HASH), Set.of());
    users.disable("alan");
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "user", "list")).isEqualTo(Command.OK);
    assertThat(terminal.out).containsExactly("Alan    disabled", "grace  admin,staff");
  }

  @Test
  void an_address_is_set_listed_and_taken_away() {
    users.add("Ada", Secret.of(HASH), Set.of("staff"));
    users.add("bob", Secret.of(HASH), Set.of());
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "user", "set-email", "ada", "Ada@Example.org")).isEqualTo(Command.OK);
    users.setAddress(user("bob"), "bob@example.org", false);
    run(terminal, "user", "list");
    assertThat(terminal.out)
        .containsExactly(
            "User Ada was given another e-mail address.",
            "Ada  staff  Ada@Example.org",
            "bob    bob@example.org (unverified)");
    assertThat(users.byAddress("ada@example.org")).map(User::name).contains("Ada");

    assertThat(run(FakeTerminal.of(), "user", "remove-email", "ADA")).isEqualTo(Command.OK);
    assertThat(users.byAddress("ada@example.org")).isEmpty();
    FakeTerminal again = FakeTerminal.of();
    assertThat(run(again, "user", "remove-email", "ada")).isEqualTo(Command.PROBLEMS);
    assertThat(again.err).containsExactly("User Ada has no e-mail address");
  }

  @Test
  void an_address_that_is_none_or_another_users_is_refused() {
    users.add("Ada", Secret.of(HASH), Set.of());
    users.add("bob", Secret.of(HASH), Set.of());
    users.setAddress(user("ada"), "ada@example.org", true);
    for (String address : List.of("ADA@example.org", "nonsense", " ", "a@b.org,c@d.org")) {
      FakeTerminal terminal = FakeTerminal.of();
      assertThat(run(terminal, "user", "set-email", "bob", address)).isEqualTo(Command.PROBLEMS);
      assertThat(terminal.err).hasSize(1);
    }
    assertThat(user("bob").email()).isEmpty();
  }

  @Test
  void a_user_is_disabled_enabled_given_roles_and_deleted() {
    users.add("Ada", Secret.of(HASH), Set.of());
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "user", "disable", "ada")).isEqualTo(Command.OK);
    assertThat(user("ada").disabled()).isTrue();
    assertThat(run(terminal, "user", "enable", "ada")).isEqualTo(Command.OK);
    assertThat(user("ada").disabled()).isFalse();
    assertThat(run(terminal, "user", "set-role", "ada", "staff", "audit")).isEqualTo(Command.OK);
    assertThat(user("ada").roles()).containsOnly("staff", "audit");
    assertThat(run(terminal, "user", "set-role", "ada")).isEqualTo(Command.OK);
    assertThat(user("ada").roles()).isEmpty();
    assertThat(run(terminal, "user", "delete", "ada")).isEqualTo(Command.OK);
    assertThat(users.isEmpty()).isTrue();
    assertThat(terminal.out).contains("User Ada was disabled.", "User Ada was deleted.");
  }

  @Test
  void a_password_is_reset() {
    users.add("ada", Secret.of(HASH), Set.of());
    assertThat(run(FakeTerminal.of(PASSWORD), "user", "reset-password", "ADA"))
        .isEqualTo(Command.OK);
    assertThat(signsIn("ada", PASSWORD)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"disable", "enable", "delete", "set-role", "reset-password", "remove-email"})
  void whoever_is_not_there_cannot_be_changed(String verb) {
    FakeTerminal terminal = FakeTerminal.of(PASSWORD);
    assertThat(run(terminal, "user", verb, "gr\nace")).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err).containsExactly("There is no user gr\\u000aace");
    assertThat(terminal.out).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "add",
        "add a b",
        "remove ada",
        "list ada",
        "disable",
        "set-role",
        "set-email ada",
        "remove-email ada a@b.org",
        "disable ada --role admin",
        "add ada --role"
      })
  void what_is_not_understood_has_status_2(String line) {
    List<String> arguments = new ArrayList<>(List.of("--config", file.toString()));
    arguments.add(0, "user");
    arguments.addAll(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    FakeTerminal terminal = FakeTerminal.of(PASSWORD);
    assertThat(Main.run(arguments, terminal)).isEqualTo(Command.USAGE);
    assertThat(terminal.err.get(1)).startsWith("Usage: user add NAME");
  }

  @Test
  void without_a_configuration_nothing_is_done() {
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(Main.run(List.of("user", "list"), terminal)).isEqualTo(Command.USAGE);
    assertThat(terminal.err.get(0)).contains("--config FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user list", "sessions list", "lockout list"})
  void a_store_in_memory_belongs_to_another_process(String line) throws IOException {
    file = write("[authentication]", "type = session", "[store]", "url = memory");
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, line.split(" "))).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err).singleElement().asString().contains("set url in [store]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user list", "sessions list", "lockout list"})
  void a_database_in_memory_belongs_to_another_process(String line) throws IOException {
    file = write("[authentication]", "type = session", "[store]", "url = jdbc:h2:mem:auth");
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, line.split(" "))).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err).singleElement().asString().contains("set url in [store]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user list", "sessions list", "lockout list", "token list", "keys list"})
  void a_configuration_without_a_store_has_nothing_to_work_on(String line) throws IOException {
    file = write("[authentication]", "type = none");
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, line.split(" "))).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err).singleElement().asString().contains("set url in [store]");
  }

  @Test
  void what_the_database_refuses_is_not_called_down() throws IOException {
    file = write("[authentication]", "type = session", "[store]", "url = " + url, "password = x");
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "user", "list")).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err)
        .singleElement()
        .asString()
        .startsWith("The store cannot be used: ")
        .contains("check url, user and password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check-config FILE",
        "explain GET / FILE",
        "user list --config FILE",
        "import htpasswd FILE --config auth.ini",
        "doctor --config FILE"
      })
  void a_name_that_no_file_can_have_is_not_understood(String line) {
    FakeTerminal terminal = FakeTerminal.of();
    List<String> arguments = List.of(line.replace("FILE", "a\0b").split(" "));
    assertThat(Main.run(arguments, terminal)).isEqualTo(Command.USAGE);
    assertThat(terminal.err).singleElement().asString().contains("names no file here");
  }

  @Test
  void a_list_that_is_cut_says_so() {
    for (int i = 0; i <= StoredSessions.MOST; i++) {
      session("s" + i, "Ada");
    }
    FakeTerminal terminal = FakeTerminal.of();

    assertThat(run(terminal, "sessions", "list")).isEqualTo(Command.OK);
    assertThat(terminal.out).hasSize(StoredSessions.MOST);
    assertThat(terminal.err).containsExactly("Only the first 10000 are shown; there may be more");
  }

  @Test
  void users_of_a_file_are_not_changed_here() throws IOException {
    file = write(
        "[authentication]",
        "type = session",
        "[users]",
        "ada = " + HASH,
        "[store]",
        "url = " + url);
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "user", "disable", "ada")).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err).singleElement().asString().contains("source = store");
  }

  @Test
  void sessions_are_listed_and_a_user_is_signed_out_everywhere() {
    users.add("Ada", Secret.of(HASH), Set.of());
    session("s1", "Ada");
    session("s2", "Ada");
    session("s3", "bob");
    store.insert(Entry.of("device", "d1", "Ada", "1 t=x", Instant.MAX));
    store.insert(Entry.of("refresh", "f1", "Ada", "1 u=Ada", Instant.MAX));
    store.insert(Entry.of("refresh", "f2", "bob", "1 u=bob", Instant.MAX));
    FakeTerminal terminal = FakeTerminal.of();

    assertThat(run(terminal, "sessions", "list")).isEqualTo(Command.OK);
    assertThat(terminal.out).hasSize(3).anyMatch(line -> line.startsWith("bob  Firefox on Linux"));
    assertThat(run(terminal, "sessions", "end", "ada")).isEqualTo(Command.OK);
    assertThat(terminal.out).endsWith("Sessions of Ada ended: 3");
    FakeTerminal after = FakeTerminal.of();
    run(after, "sessions", "list");
    run(after, "sessions", "list", "ADA");
    assertThat(after.out).singleElement().asString().startsWith("bob");
    assertThat(store.get("device", "d1")).isEmpty();
    assertThat(store.get("refresh", "f1")).isEmpty();
    assertThat(store.get("refresh", "f2")).isPresent();
  }

  private void session(String id, String owner) {
    String value = "1 u=" + owner
        + "&c=x&m=pwd&a=1777636800&b=1777636800&s=1777636800&e=1777723200&d=Firefox+on+Linux&p=192.0.2.1";
    store.insert(Entry.of("session", id, owner, value, Instant.MAX));
  }

  @Test
  void whoever_must_wait_is_listed_and_let_in_again() {
    Throttle throttle = Throttle.over(store, Limits.DEFAULT, CLOCK);
    for (int i = 0; i < 5; i++) {
      throttle.check(Attempt.of("ada", "192.0.2.1"));
      throttle.failed(Attempt.of("ada", "192.0.2.1"));
    }
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "lockout", "list")).isEqualTo(Command.OK);
    assertThat(terminal.out)
        .singleElement()
        .asString()
        .startsWith("ada  from 192.0.2.1  until 2026");
    assertThat(run(terminal, "lockout", "clear", "alan")).isEqualTo(Command.OK);
    assertThat(throttle.check(Attempt.of("ada", "192.0.2.1")).allowed()).isFalse();
    assertThat(run(terminal, "lockout", "clear", "Ada")).isEqualTo(Command.OK);
    assertThat(throttle.check(Attempt.of("ada", "192.0.2.1")).allowed()).isTrue();
    assertThat(run(terminal, "lockout", "clear")).isEqualTo(Command.OK);
    assertThat(run(terminal, "lockout", "open")).isEqualTo(Command.USAGE);
  }

  @Test
  void a_users_file_is_brought_in_and_what_is_left_out_is_said() throws IOException {
    users.add("grace", Secret.of(HASH), Set.of());
    Path list = Files.write(
        folder.resolve("users.txt"),
        List.of("ada:" + HASH + ":admin", "grace:" + HASH + ":admin", "alan:swordfish"));
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "import", "htpasswd", list.toString())).isEqualTo(Command.PROBLEMS);

    assertThat(user("ada").roles()).containsExactly("admin");
    assertThat(signsIn("ada", "password")).isTrue();
    assertThat(user("grace").roles()).isEmpty();
    assertThat(users.user("alan")).isEmpty();
    assertThat(terminal.out).containsExactly("Users added: 1");
    assertThat(terminal.err).hasSize(2).noneMatch(line -> line.contains("swordfish"));
  }

  @Test
  void a_users_file_that_is_not_there_is_said() {
    FakeTerminal terminal = FakeTerminal.of();
    String none = folder.resolve("none.txt").toString();
    assertThat(run(terminal, "import", "htpasswd", none)).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err).singleElement().asString().contains("none.txt does not exist");
    assertThat(run(terminal, "import", "ldif", none)).isEqualTo(Command.USAGE);
  }

  @Test
  void the_sql_of_the_tables_is_printed() {
    for (String database : List.of("h2", "postgresql")) {
      FakeTerminal terminal = FakeTerminal.of();
      assertThat(Main.run(List.of("db", "sql", database), terminal)).isEqualTo(Command.OK);
      assertThat(terminal.out.get(0)).contains("create table", "vestibule_schema");
    }
    assertThat(Main.run(List.of("db", "sql", "oracle"), FakeTerminal.of()))
        .isEqualTo(Command.USAGE);
    assertThat(Main.run(List.of("db", "drop", "h2"), FakeTerminal.of())).isEqualTo(Command.USAGE);
  }

  @Test
  void keys_are_listed_followed_and_thrown_away() throws IOException {
    file = write(
        "[authentication]",
        "type = session",
        "[store]",
        "url = " + url,
        "[issuer]",
        "url = https://app.example.org");
    FakeTerminal first = FakeTerminal.of();
    assertThat(run(first, "keys", "rotate")).isEqualTo(Command.OK);
    assertThat(first.out).singleElement().asString().endsWith("signs from 2026-05-01T12:00:00Z");
    FakeTerminal second = FakeTerminal.of();
    run(second, "keys", "rotate");
    assertThat(second.out).singleElement().asString().endsWith("signs from 2026-05-01T12:10:00Z");

    FakeTerminal list = FakeTerminal.of();
    assertThat(run(list, "keys", "list")).isEqualTo(Command.OK);
    assertThat(list.out).hasSize(2);
    assertThat(list.out.get(0)).endsWith("signs  until 2026-05-01T13:15:00Z");
    String kid = list.out.get(0).substring(0, 43);
    assertThat(run(FakeTerminal.of(), "keys", "revoke", kid)).isEqualTo(Command.OK);
    FakeTerminal again = FakeTerminal.of();
    assertThat(run(again, "keys", "revoke", kid)).isEqualTo(Command.PROBLEMS);
    assertThat(again.err).containsExactly("There is no key " + kid);
    assertThat(run(FakeTerminal.of(), "keys", "turn")).isEqualTo(Command.USAGE);
  }

  @Test
  void keys_need_an_issuer() {
    FakeTerminal terminal = FakeTerminal.of();

    assertThat(run(terminal, "keys", "list")).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err).containsExactly("This configuration has no [issuer]");
  }
}
