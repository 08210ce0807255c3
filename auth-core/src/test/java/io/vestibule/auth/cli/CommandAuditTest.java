package io.vestibule.auth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Secret;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.Logged;
import io.vestibule.auth.throttle.Attempt;
import io.vestibule.auth.throttle.Limits;
import io.vestibule.auth.throttle.Throttle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the audit hears of the command line: each change once, and nothing where nothing changed. */
class CommandAuditTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOON);
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";
  private static final String PASSWORD = "a horse of many colours";

  private String url;
  private Store store;
  private UserStore users;
  private Path file;

  @TempDir
  Path folder;

  @BeforeEach
  void open() throws IOException {
    url = "jdbc:h2:file:" + folder.resolve("auth");
    store = JdbcStore.open(url, "", Secret.of(""), CLOCK);
    users = new UserStore(store, Roles.none(), CLOCK);
    users.add("Ada", Secret.of(HASH), Set.of());
    file = Files.write(
        folder.resolve("auth.ini"),
        List.of(
            "[authentication]",
            "type = session",
            "[store]",
            "url = " + url,
            "[issuer]",
            "url = https://app.example.org"));
    Files.writeString(folder.resolve("more.txt"), "grace:" + HASH + "\nada:" + HASH + "\n");
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** The events that a command makes. */
  private List<Map<String, Object>> heard(String line) {
    List<String> all = new ArrayList<>(List.of(line.split(" ")));
    all.replaceAll(word -> word.replace("FOLDER", folder.toString()));
    all.addAll(List.of("--config", file.toString()));
    return Logged.by(() -> Main.run(all, FakeTerminal.of(PASSWORD)), "vestibule.audit").stream()
        .map(told -> read(told.substring(told.indexOf('{'))))
        .toList();
  }

  private static Map<String, Object> read(String json) {
    try {
      return JSONObjectUtils.parse(json);
    } catch (ParseException broken) {
      throw new AssertionError(json, broken);
    }
  }

  private void assertOne(List<Map<String, Object>> heard, String type, String subject) {
    assertThat(heard).singleElement().satisfies(event -> assertThat(event)
        .containsEntry("time", NOON.toString())
        .containsEntry("type", type)
        .containsEntry("outcome", "success")
        .containsEntry("details", Map.of("actor", "cli"))
        .doesNotContainKeys("client", "user_agent"));
    assertThat(heard.get(0).getOrDefault("subject", "")).isEqualTo(subject);
  }

  @ParameterizedTest
  @CsvSource({
    "user add bob --role admin, user-created, bob",
    "user disable ADA, user-disabled, Ada",
    "user enable ada, user-enabled, Ada",
    "user set-role ada editor, user-changed, Ada",
    "user reset-password ada, password-reset, Ada",
    "user delete ada, user-deleted, Ada",
    "import htpasswd FOLDER/more.txt, user-created, grace",
    "keys rotate, keys-changed, ''"
  })
  void a_change_is_one_event_that_names_whom_it_is_about(String line, String type, String subject) {
    assertOne(heard(line), type, subject);
  }

  @Test
  void an_import_that_the_store_ends_tells_whom_it_has_brought() throws Exception {
    Files.writeString(
        folder.resolve("more.txt"), "bob:" + HASH + "\ngrace:" + HASH + "\nzoe:" + HASH + "\n");
    try (Connection database = DriverManager.getConnection(url, "sa", "")) {
      database
          .createStatement()
          .execute("alter table vestibule_entry add constraint no_zoe check (id <> 'zoe')");
    }

    assertThat(heard("import htpasswd FOLDER/more.txt"))
        .extracting(event -> event.get("subject"))
        .containsExactly("bob", "grace");
  }

  @Test
  void whoever_is_signed_out_everywhere_is_one_event() {
    String value = "1 u=Ada&c=x&m=pwd&a=1777636800&b=1777636800&s=1777636800&e=1777723200";
    store.insert(Entry.of("session", "s1", "Ada", value, Instant.MAX));
    store.insert(Entry.of("session", "s2", "Ada", value, Instant.MAX));

    assertOne(heard("sessions end ada"), "session-ended", "Ada");
    assertThat(heard("sessions end ada")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"lockout clear ada, Ada", "lockout clear, ''"})
  void a_lock_that_is_lifted_is_one_event(String line, String subject) {
    Throttle throttle = Throttle.over(store, Limits.DEFAULT, CLOCK);
    for (int i = 0; i < 5; i++) {
      throttle.check(Attempt.of("ada", "192.0.2.1"));
      throttle.failed(Attempt.of("ada", "192.0.2.1"));
    }

    assertOne(heard(line), "lockout-cleared", subject);
    assertThat(heard(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user add ada",
        "user list",
        "user disable nobody",
        "user enable nobody",
        "user set-role nobody editor",
        "user reset-password nobody",
        "user delete nobody",
        "user open ada",
        "sessions list",
        "sessions end nobody",
        "lockout list",
        "lockout clear nobody",
        "keys list",
        "keys revoke nobody"
      })
  void what_changes_nothing_is_no_event(String line) {
    assertThat(heard(line)).isEmpty();
  }
}
