package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.config.Starting;
import io.vestibule.auth.testing.FakeClock;
import java.io.File;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoresTest {
  @TempDir
  private Path folder;

  @Test
  void is_in_memory_where_nothing_else_is_said() {
    assertThat(Stores.of(new Given(Map.of()))).isInstanceOf(MemoryStore.class);
    assertThat(Stores.of(new Given(Map.of("url", "memory")))).isInstanceOf(MemoryStore.class);
  }

  @Test
  void a_relative_file_begins_at_the_folder_of_the_configuration() {
    Given settings = new Given(Map.of("url", "jdbc:h2:file:data/auth"));
    try (Store store = Stores.of(settings)) {
      assertThat(store.insert(StoreContract.session("a"))).isTrue();
    }

    assertThat(settings.faults).isEmpty();
    assertThat(folder.resolve("data/auth.mv.db")).isRegularFile();
  }

  @Test
  void asks_no_database_and_makes_no_file_before_the_start_or_the_first_use() {
    Given settings = new Given(Map.of("url", "jdbc:h2:file:data/auth"));
    Store store = Stores.of(settings);
    assertThat(folder).isEmptyDirectory();

    assertThat(store.get("session", "a")).isEmpty();
    assertThat(folder.resolve("data/auth.mv.db")).isRegularFile();
    store.close();
  }

  @Test
  void a_file_that_was_only_read_leaves_nothing_behind() {
    Stores.of(new Given(Map.of("url", "jdbc:h2:file:data/auth"))).close();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void what_the_start_refuses_is_told_to_whoever_uses_the_store_without_one() {
    Given settings = new Given(Map.of("url", "jdbc:h2:file:auth", "migrate", "off"));
    Store store = Stores.of(settings);

    assertThatThrownBy(() -> store.get("session", "a"))
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageContaining("run the SQL that \"db sql h2\" prints");
    store.close();
  }

  @Test
  void is_one_for_all_who_ask() {
    Given settings = new Given(Map.of("url", "jdbc:h2:file:auth"));
    try (Store store = Stores.of(settings)) {
      assertThat(Stores.of(settings)).isSameAs(store);
    }
  }

  @Test
  void user_and_password_are_those_of_the_file() {
    Map<String, String> values =
        Map.of("url", "jdbc:h2:file:auth", "user", "vestibule", "password", "hush");
    start(new Given(values)).close();

    Given wrong = new Given(Map.of("url", "jdbc:h2:file:auth", "user", "vestibule"));
    start(wrong);
    start(new Given(values)).close();
    assertThat(wrong.faults).singleElement().asString().contains("check url, user and password");
  }

  @Test
  void a_url_of_another_kind_is_a_fault_with_a_cure() {
    Given settings = new Given(Map.of("url", "jdbc:mysql://db/auth"));
    Stores.of(settings);
    Stores.of(settings);

    assertThat(settings.faults)
        .containsExactly("url: the URL is of no kind that is known: use " + JdbcUrl.ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:file:auth;NONSENSE=1",
        "jdbc:h2:mem:a;INIT=nonsense",
        "jdbc:postgresql://db:port/auth"
      })
  void a_url_that_its_driver_refuses_is_a_fault(String url) {
    Given settings = new Given(Map.of("url", url));
    start(settings);

    assertThat(settings.faults).hasSize(1);
  }

  @Test
  void with_migrate_off_a_database_without_tables_is_a_fault_with_a_cure() {
    Given settings = new Given(Map.of("url", "jdbc:h2:file:auth", "migrate", "off"));
    start(settings);

    assertThat(settings.faults)
        .singleElement()
        .asString()
        .contains("run the SQL that \"db sql h2\" prints");
  }

  @ParameterizedTest
  @CsvSource({
    "secret, short, secret: is shorter than 32 characters",
    "former_secret, 0123456789012345678901234567890123, former_secret: nothing would be sealed",
  })
  void a_secret_that_seals_nothing_well_is_a_fault(String key, String secret, String fault) {
    Given settings = new Given(Map.of("url", "jdbc:h2:file:auth", key, secret));
    Stores.of(settings);

    assertThat(settings.faults).singleElement().asString().startsWith(fault);
  }

  @Test
  void keys_from_before_are_sealed_where_the_file_says_that_they_are_plain() {
    String secret = "0123456789012345678901234567890123";
    try (Store store = start(new Given(Map.of("url", "jdbc:h2:file:auth")))) {
      new SharedKey(store, "cookies").get();
    }
    Given silent = new Given(Map.of("url", "jdbc:h2:file:auth", "secret", secret));
    start(silent).close();
    Given plain =
        new Given(Map.of("url", "jdbc:h2:file:auth", "secret", secret, "former_secret", "plain"));
    start(plain).close();
    Given after = new Given(Map.of("url", "jdbc:h2:file:auth", "secret", secret));
    start(after).close();

    assertThat(silent.faults)
        .singleElement()
        .asString()
        .startsWith("secret: a key in the database is not sealed");
    assertThat(plain.faults).isEmpty();
    assertThat(after.faults).isEmpty();
  }

  @Test
  void keys_that_another_secret_has_sealed_are_a_fault_of_the_start() {
    String secret = "0123456789012345678901234567890123";
    Given first = new Given(Map.of("url", "jdbc:h2:file:auth", "secret", secret));
    try (Store store = start(first)) {
      new SharedKey(store, "cookies").get();
    }
    assertThat(first.faults).isEmpty();

    Given second = new Given(Map.of("url", "jdbc:h2:file:auth", "secret", "x" + secret));
    start(second).close();

    assertThat(second.faults)
        .singleElement()
        .asString()
        .startsWith("secret: the keys in the database are sealed with a secret, which is not this");
  }

  @Test
  void a_file_that_cannot_be_made_is_a_fault() throws Exception {
    Files.createFile(folder.resolve("file"));
    Given settings = new Given(Map.of("url", "jdbc:h2:file:file/auth"));
    start(settings);

    assertThat(settings.faults).singleElement().asString().contains("name a folder");
  }

  @Test
  void a_driver_that_is_not_there_is_named_with_its_coordinates() throws Exception {
    String given = System.getProperty("java.class.path");
    String without = String.join(
        File.pathSeparator,
        java.util.Arrays.stream(given.split(File.pathSeparator, -1))
            .filter(part -> !part.contains("h2-"))
            .toList());
    Process process = new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            without,
            WithoutDriver.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();

    assertThat(process.inputReader().readLine())
        .isEqualTo(
            "the driver org.h2.Driver is not on the class path; add the dependency com.h2database:h2");
  }

  /** As a container does that deploys an application anew. */
  @Test
  void an_application_that_has_ended_is_not_kept_by_its_driver() throws Exception {
    ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    WeakReference<ClassLoader> application =
        new WeakReference<>(applicationThatHasEnded(), collected);
    for (int i = 0; i < 50 && !application.refersTo(null); i++) {
      System.gc();
      collected.remove(100);
    }

    assertThat(application.refersTo(null)).isTrue();
  }

  private static ClassLoader applicationThatHasEnded() throws Exception {
    List<URL> path = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      path.add(Path.of(part).toUri().toURL());
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader application =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(application);
      Class.forName(OpenedAndClosed.class.getName(), true, application)
          .getMethod("run")
          .invoke(null);
      return application;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Runs in a class loader of its own. */
  public static final class OpenedAndClosed {
    private OpenedAndClosed() {}

    public static void run() {
      try (Store store =
          JdbcStore.open("jdbc:h2:mem:ended", "", Secret.of(""), InstantSource.system())) {
        assertThat(store.get("session", "a")).isEmpty();
      }
    }
  }

  @Test
  void prints_the_sql_of_the_dialects_it_knows() {
    assertThat(Dialect.named("h2")).contains(Dialect.H2);
    assertThat(Dialect.named("postgresql").map(Dialect::sql).orElseThrow())
        .contains("create table if not exists vestibule_entry", "collate \"C\"")
        .endsWith("insert into vestibule_schema values (1);\n");
    assertThat(Dialect.named("mysql")).isEmpty();
    assertThat(Dialect.named("H2")).isEmpty();
  }

  /** Makes the store and tells it that the application starts. */
  private static Store start(Given settings) {
    Store store = Stores.of(settings);
    settings.shared.values().stream()
        .filter(Starting.class::isInstance)
        .map(Starting.class::cast)
        .forEach(Starting::started);
    return store;
  }

  /** Runs beside the test. */
  static final class WithoutDriver {
    private WithoutDriver() {}

    public static void main(String[] arguments) {
      try {
        JdbcStore.open("jdbc:h2:mem:a", "", Secret.of(""), InstantSource.system());
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** A file whose section [store] says this. */
  private final class Given implements Settings {
    private final Map<String, String> values;
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private Given(Map<String, String> values) {
      this.values = values;
    }

    @Override
    public String name() {
      return "session";
    }

    @Override
    public String text(String key) {
      return optional(key).orElseThrow();
    }

    @Override
    public Optional<String> optional(String key) {
      Key known = Stores.SECTION.keys().stream()
          .filter(one -> one.name().equals(key))
          .findFirst()
          .orElseThrow();
      return Optional.ofNullable(values.get(key)).or(known::byDefault);
    }

    @Override
    public Optional<Secret> secret(String key) {
      return optional(key).map(Secret::of);
    }

    @Override
    public boolean flag(String key) {
      return text(key).equals("on");
    }

    @Override
    public long number(String key) {
      throw new UnsupportedOperationException(key);
    }

    @Override
    public Duration duration(String key) {
      throw new UnsupportedOperationException(key);
    }

    @Override
    public List<String> list(String key) {
      throw new UnsupportedOperationException(key);
    }

    @Override
    public Optional<Path> path(String key) {
      throw new UnsupportedOperationException(key);
    }

    @Override
    public Path folder() {
      return folder;
    }

    @Override
    public String origin(String key) {
      return "auth.ini:1";
    }

    @Override
    public List<Entry> entries() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Settings section(String name) {
      assertThat(name).isEqualTo("store");
      return this;
    }

    @Override
    public InstantSource clock() {
      return new FakeClock(StoreContract.NOW);
    }

    @Override
    public <T> T shared(Class<T> type, Supplier<T> maker) {
      shared.computeIfAbsent(type, any -> maker.get());
      return type.cast(shared.get(type));
    }

    @Override
    public void fault(String key, String found, String cure) {
      faults.add(key + ": " + found + ": " + cure);
    }

    @Override
    public void warn(String key, String found, String cure) {
      throw new UnsupportedOperationException(key);
    }
  }
}
