package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir
  Path folder;

  @Test
  void keeps_the_store_of_a_sound_configuration_in_the_folder_that_was_chosen() throws Refused {
    DataFolder data = DataFolder.of(Optional.of(folder.resolve("new/data")));
    Configuration configuration = data.configuration();
    configuration.started();
    configuration.auth().close();
    data.leave();

    assertThat(configuration.warnings()).isEmpty();
    assertThat(folder.resolve("new/data/vestibule.mv.db")).exists();
  }

  @Test
  void takes_a_temporary_one_away_with_all_that_is_in_it() throws Exception {
    DataFolder data = DataFolder.of(Optional.empty());
    Files.writeString(Files.createDirectory(data.folder().resolve("a")).resolve("b"), "c");

    data.leave();

    assertThat(data.folder()).doesNotExist();
  }

  @Test
  void says_what_is_in_the_way_of_a_folder() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> DataFolder.of(Optional.of(file)))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("cannot make the folder for the data: ")
        .hasMessageContaining(file.toString());
  }

  @Test
  void reports_a_folder_that_the_store_cannot_use() throws Exception {
    DataFolder data = DataFolder.of(Optional.of(folder.resolve("a;b")));

    assertThatThrownBy(data::configuration)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("semicolon");
  }
}
