package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.store.Stores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store as a file names it, through the real loader. */
class StoreSectionTest {
  @TempDir
  private Path folder;

  @Test
  void a_relative_file_begins_at_the_folder_of_the_configuration() {
    Configuration configuration =
        parse("[authentication]\ntype = probe\n[store]\nurl = jdbc:h2:file:data/auth\n");
    assertThat(folder).isEmptyDirectory();
    configuration.started();
    configuration.auth().close();

    assertThat(folder.resolve("data/auth.mv.db")).isRegularFile();
  }

  @Test
  void a_file_in_the_unpacked_war_is_warned_of_for_the_next_one_replaces_it() {
    String text = "[authentication]\ntype = probe\n[store]\nurl = jdbc:h2:file:";
    Configuration inside = parse(text + "WEB-INF/data/auth\n");
    Configuration outside = parse(text + "data/WEB-INFO\n");

    assertThat(inside.warnings()).singleElement().satisfies(warning -> {
      assertThat(warning.code()).isEqualTo("AUTH-C084");
      assertThat(warning.hints()).anyMatch(hint -> hint.contains("absolute path outside"));
    });
    assertThat(outside.warnings()).isEmpty();
  }

  @Test
  void what_the_database_refuses_stands_at_its_line_when_the_application_starts() {
    Configuration configuration =
        parse("[authentication]\ntype = probe\n[store]\nurl = jdbc:h2:file:auth\nmigrate = off\n");

    assertThat(configuration.warnings()).isEmpty();
    assertThatThrownBy(configuration::started)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("auth.ini:4:")
        .hasMessageContaining("migrate is off")
        .hasMessageEndingWith("1 problem, application not started");
  }

  @Test
  void a_start_that_the_rules_stop_opens_no_database() {
    String text = """
        [authentication]
        type = session
        [session]
        login_page = /signin
        [store]
        url = jdbc:h2:file:auth
        """;
    Configuration configuration =
        Configuration.parse("auth.ini", text, folder, Map.of(), InstantSource.system());

    assertThatThrownBy(configuration::started).hasMessageContaining("login_page");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_fault_stands_at_its_line_and_shows_no_password() {
    assertThatThrownBy(() -> parse(
            "[authentication]\ntype = probe\n[store]\nurl = jdbc:postgresql://me:hush@db/auth\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("auth.ini:4:")
        .hasMessageContaining("carries a user or a password")
        .hasMessageNotContaining("hush");
  }

  private Configuration parse(String text) {
    return new Loader(List.of(new Probe()), Map.of(), InstantSource.system())
        .parse(new SourceText("auth.ini", text), folder);
  }

  /** A way of signing in that needs a store and lets nobody in. */
  private static final class Probe implements AuthenticatorFactory {

    @Override
    public Section section() {
      return Section.of("probe", "For this test.");
    }

    @Override
    public List<Section> alsoReads() {
      return List.of(Stores.SECTION);
    }

    @Override
    public Authenticator create(Settings settings) {
      Stores.of(settings);
      return request -> AuthResult.notAttempted();
    }
  }
}
