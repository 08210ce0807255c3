package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {
  private static final Path FOLDER = Path.of("/srv/app");

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:file:data/auth, jdbc:h2:file:/srv/app/data/auth;WRITE_DELAY=10;MAX_COMPACT_TIME=0;TRACE_LEVEL_FILE=0",
    "jdbc:h2:file:./data/auth, jdbc:h2:file:/srv/app/data/auth;WRITE_DELAY=10;MAX_COMPACT_TIME=0;TRACE_LEVEL_FILE=0",
    "jdbc:h2:file:../auth, jdbc:h2:file:/srv/auth;WRITE_DELAY=10;MAX_COMPACT_TIME=0;TRACE_LEVEL_FILE=0",
    "jdbc:h2:file:/var/auth, jdbc:h2:file:/var/auth;WRITE_DELAY=10;MAX_COMPACT_TIME=0;TRACE_LEVEL_FILE=0",
    "jdbc:h2:file:~/auth, jdbc:h2:file:~/auth;WRITE_DELAY=10;MAX_COMPACT_TIME=0;TRACE_LEVEL_FILE=0",
    "jdbc:h2:file:auth;write_delay=0, jdbc:h2:file:/srv/app/auth;write_delay=0;MAX_COMPACT_TIME=0;TRACE_LEVEL_FILE=0",
    "jdbc:h2:mem:auth, jdbc:h2:mem:auth;DB_CLOSE_DELAY=-1",
    "jdbc:postgresql://db/auth?sslmode=verify-full, jdbc:postgresql://db/auth?sslmode=verify-full",
    "jdbc:postgresql:auth, jdbc:postgresql:auth",
  })
  void completes_what_it_knows(String url, String completed) {
    assertThat(JdbcUrl.parse(url, FOLDER).text()).isEqualTo(completed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://db/auth", "jdbc:h2:auth", "jdbc:h2:tcp://db/auth", "jdbc:h2:zip:a",
            "jdbc:h2:mem:",
        "jdbc:h2:file:", "jdbc:h2:file: ", "jdbc:h2:mem:;MODE=MySQL", "postgresql://db/auth",
            "JDBC:H2:FILE:x",
        "data/auth", "Memory", "jdbc:h2:file:a\0b"
      })
  void refuses_the_rest_and_says_what_is_allowed(String url) {
    assertThatThrownBy(() -> JdbcUrl.parse(url, FOLDER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "use memory, jdbc:h2:file:data/auth or jdbc:postgresql://host/database");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/auth?user=me&password=hush",
        "jdbc:postgresql://me:hush@db/auth",
        "jdbc:postgresql://db/auth?sslpassword=hush",
        "jdbc:h2:file:auth;PASSWORD=hush",
        "jdbc:h2:mem:x;Password = hush",
        "jdbc:h2:file:auth;user=hush"
      })
  void refuses_a_password_in_the_url_without_saying_it(String url) {
    assertThatThrownBy(() -> JdbcUrl.parse(url, FOLDER))
        .hasMessageContaining("carries a user or a password")
        .hasMessageContaining("password = ${file:")
        .hasMessageNotContaining("hush");
  }

  @Test
  void refuses_a_folder_that_h2_would_read_as_settings() {
    assertThatThrownBy(() -> JdbcUrl.parse("jdbc:h2:file:auth", Path.of("/srv/a;INIT=b")))
        .hasMessageContaining("use another folder");
  }

  @Test
  void knows_the_file_of_h2() {
    assertThat(JdbcUrl.parse("jdbc:h2:file:a;AUTO_SERVER=TRUE", FOLDER).h2Name())
        .isEqualTo("/srv/app/a");
    assertThat(JdbcUrl.parse("jdbc:h2:file:a", FOLDER).isH2File()).isTrue();
    assertThat(JdbcUrl.parse("jdbc:h2:mem:a", FOLDER).isH2File()).isFalse();
  }
}
