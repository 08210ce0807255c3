package io.vestibule.auth.examples.schemes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.examples.DemoProcess;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's Flask-HTTPAuth beside the demo jar with the same users: the same answers, save those that docs/flask-httpauth.md lists. */
@Tag("counterparts")
class FlaskHttpAuthTest {
  private static final Path APPLICATION = Path.of("src/test/resources/flask/app.py");
  private static final Path PAGE = Path.of("../docs/flask-httpauth.md");

  @TempDir
  Path folder;

  @Test
  void answers_the_same_save_what_is_better_on_purpose() throws Exception {
    Process flask = new ProcessBuilder("/usr/bin/python3", APPLICATION.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    try (DemoProcess demo = DemoProcess.start(
        folder, "--config", FlaskTwin.FILE.toAbsolutePath().toString(), "--port", "0")) {
      BufferedReader out = flask.inputReader(UTF_8);
      String theirs = "http://127.0.0.1:" + out.readLine();
      String ours = demo.url().replaceFirst("/$", "");
      compare(ours + FlaskTwin.IN_THE_DEMO, theirs);
    } finally {
      flask.destroyForcibly().onExit().join();
    }
  }

  private static void compare(String ours, String theirs) throws Exception {
    Set<String> different = new TreeSet<>();
    SoftAssertions all = new SoftAssertions();
    for (FlaskCases one : FlaskCases.all()) {
      String here = one.ask(ours);
      String there = one.ask(theirs);
      all.assertThat(here).as("here: " + one).isEqualTo(one.expected());
      if (one.id().isEmpty()) {
        all.assertThat(there).as("there: " + one).isEqualTo(here);
      } else {
        all.assertThat(there).as("no longer different: " + one).isNotEqualTo(here);
        different.add(one.id());
      }
    }
    all.assertThat(different).isEqualTo(listed());
    all.assertAll();
  }

  private static Set<String> listed() throws Exception {
    return Pattern.compile("(?m)^\\| (F[0-9]+) \\|")
        .matcher(Files.readString(PAGE))
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static String base(Server server) {
    String address = server.getURI().toString();
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  @Test
  void the_page_says_how_many_requests_are_compared() throws Exception {
    assertThat(Files.readString(PAGE)).contains(FlaskCases.all().size() + " requests");
  }
}
