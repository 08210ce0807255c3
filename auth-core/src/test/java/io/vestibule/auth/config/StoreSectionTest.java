package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.store.Stores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store as a file names it, through the real loader. */
class StoreSectionTest {
  @TempDir
  private Path folder;

  private final List<Store> opened = new ArrayList<>();

  @Test
  void a_relative_file_begins_at_the_folder_of_the_configuration() {
    parse("[authentication]\ntype = probe\n[store]\nurl = jdbc:h2:file:data/auth\n");
    opened.get(0).close();

    assertThat(folder.resolve("data/auth.mv.db")).isRegularFile();
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

  private void parse(String text) {
    new Loader(List.of(new Probe()), Map.of(), InstantSource.system())
        .parse(new SourceText("auth.ini", text), folder);
  }

  /** A way of signing in that needs a store and lets nobody in. */
  private final class Probe implements AuthenticatorFactory {

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
      opened.add(Stores.of(settings));
      return request -> AuthResult.notAttempted();
    }
  }
}
