package io.vestibule.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TIS-15: TISBackup's file for flask-login works as it is. */
class SessionSampleTest {
  @TempDir
  private Path folder;

  private Path copy(String sample, String name) throws Exception {
    Path file = folder.resolve(name);
    try (InputStream in = SessionSampleTest.class.getResourceAsStream("/samples/" + sample)) {
      Files.write(file, Objects.requireNonNull(in).readAllBytes());
    }
    return file;
  }

  @Test
  void a_person_is_sent_to_the_login_view_of_the_file() throws Exception {
    copy("tisbackup-users.txt", "users.txt");
    Auth auth =
        Configuration.load(copy("tisbackup-flask-login.ini", "auth.ini")).auth();

    Decision decision = auth.decide(FakeRequest.get("/").with("Accept", "text/html"), Form::empty);

    assertThat(decision).isInstanceOfSatisfying(Decision.Answer.class, answer -> {
      assertThat(answer.response().status()).isEqualTo(303);
      assertThat(answer.response().headers().first("Location").orElse("")).contains("login");
    });
  }
}
