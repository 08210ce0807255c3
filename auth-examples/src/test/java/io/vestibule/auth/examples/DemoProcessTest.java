package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.PlainBrowser;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The finished demo jar, as somebody at a terminal sees it. */
@Tag("packaged")
class DemoProcessTest {
  private static final int SIGTERM = 128 + 15;
  private static final String PASSWORD = "correct horse battery";

  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"jetty", "tomcat"})
  void lets_a_link_make_the_administrator_and_leaves_nothing_behind(String container)
      throws Exception {
    try (DemoProcess demo = DemoProcess.startIn(
        folder, folder.resolve("tmp"), "--port", "0", "--container", container)) {
      assertThat(demo.url()).matches("http://127\\.0\\.0\\.1:[0-9]+/");
      String link = demo.setUpLink();
      assertThat(link).matches(demo.url() + "auth/setup\\?token=[A-Za-z0-9_-]{43}");
      assertThat(demo.out().split("token=", -1)).as("told once").hasSize(2);
      assertThat(demo.client().get("/hello").statusCode()).isEqualTo(401);

      PlainBrowser browser = new PlainBrowser(demo.url());
      assertThat(browser.setUp(link, "ada", PASSWORD).statusCode()).isEqualTo(303);
      assertThat(browser.go("/me").body())
          .contains("\"name\":\"ada\",\"authType\":\"FORM\",\"roles\":[\"admin\"]");
      Client admin = demo.client().as("ada", PASSWORD);
      assertThat(admin.get("/admin/hello").body()).isEqualTo("hello ada\n");

      demo.terminate();
      assertThat(demo.status()).isEqualTo(SIGTERM);
      assertThat(demo.err()).isEmpty();
      assertThat(demo.out()).doesNotContain("\tat ");
      assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }
  }

  @Test
  void knows_with_a_data_folder_after_a_kill_who_was_signed_in() throws Exception {
    String[] arguments = {"--port", "0", "--data", "data"};
    PlainBrowser browser;
    try (DemoProcess demo = DemoProcess.start(folder, arguments)) {
      browser = new PlainBrowser(demo.url());
      String link = demo.setUpLink();
      browser.setUp(link, "ada", PASSWORD);
      assertThat(browser.go("/me").statusCode()).isEqualTo(200);
    }
    // Closing it is kill -9.
    try (DemoProcess demo = DemoProcess.start(folder, arguments)) {
      assertThat(browser.go(demo.url(), "/me").body()).contains("\"name\":\"ada\"");
      assertThat(demo.out()).doesNotContain("/auth/setup");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jetty", "tomcat"})
  void says_in_one_line_that_the_port_is_taken(String container) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      assertRefused(
          1,
          "cannot listen on http://127.0.0.1:" + port + "/: Address already in use",
          "--container",
          container,
          "--port",
          port);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jetty", "tomcat"})
  void never_listens_elsewhere_when_the_host_is_unknown(String container) throws Exception {
    assertRefused(
        1,
        "cannot listen on http://nowhere.invalid:8080/: unknown host",
        "--container",
        container,
        "--host",
        "nowhere.invalid");
  }

  @Test
  void says_in_one_line_what_is_wrong_with_the_command_line() throws Exception {
    assertRefused(2, "unknown option \"--prot\"; --help lists them all", "--prot", "1");
    assertRefused(1, "cannot read nowhere.ini", "--config", "nowhere.ini");
  }

  @Test
  void prints_the_whole_report_about_a_bad_file() throws Exception {
    Path config = ConfigFiles.write(
        folder, "[authentication]\ntype = basic\nusrname = ada\n[rulez]\n/** = user\n");

    try (DemoProcess demo = DemoProcess.start(folder, "--config", config.toString())) {
      assertThat(demo.status()).isEqualTo(1);
      assertThat(demo.err())
          .contains("Did you mean \"username\"?", "Did you mean \"rules\"?", "auth.ini:3")
          .endsWith("application not started\n")
          .doesNotContain("\tat ");
      assertThat(demo.out()).isEmpty();
    }
  }

  @Test
  void warns_of_what_works_and_is_unwise() throws Exception {
    Path config = ConfigFiles.write(folder, "[authentication]\ntype = none\n");

    try (DemoProcess demo = DemoProcess.start(
        folder, "--port", "0", "--context", "/app", "--config", config.toString())) {
      assertThat(demo.url()).matches("http://127\\.0\\.0\\.1:[0-9]+/app");
      assertThat(demo.client().get("/hello").body()).isEqualTo("hello anonymous\n");
      assertThat(demo.out()).contains("Warning ", "type = none");
    }
  }

  @Test
  void reports_like_a_bad_file_what_the_database_refuses() throws Exception {
    Path config = ConfigFiles.write(
        folder,
        "[authentication]\ntype = session\n[store]\nurl = jdbc:h2:file:auth\nmigrate = off\n");

    try (DemoProcess demo = DemoProcess.start(folder, "--config", config.toString())) {
      assertThat(demo.status()).isEqualTo(1);
      assertThat(demo.err())
          .contains("auth.ini:4", "migrate is off")
          .endsWith("application not started\n")
          .doesNotContain("\tat ");
      assertThat(demo.out()).isEmpty();
    }
  }

  @Test
  void commands_say_what_they_were_asked_and_open_no_store_to_read_a_file() throws Exception {
    Path config = ConfigFiles.write(
        folder, "[authentication]\ntype = session\n[store]\nurl = jdbc:h2:file:auth\n");

    try (DemoProcess check = DemoProcess.start(folder, "check-config", config.toString());
        DemoProcess explain =
            DemoProcess.start(folder, "explain", "GET", "/hello", config.toString())) {
      assertThat(check.status()).isZero();
      assertThat(explain.status()).isZero();
      assertThat(check.out() + explain.out()).doesNotContain(" INFO ");
      assertThat(check.err() + explain.err()).isEmpty();
      assertThat(folder.resolve("auth.mv.db")).doesNotExist();
    }
  }

  @Test
  void the_audit_of_a_command_says_who_did_it() throws Exception {
    Path config = ConfigFiles.write(
        folder, "[authentication]\ntype = session\n[store]\nurl = jdbc:h2:file:auth\n");

    try (DemoProcess add =
        DemoProcess.start(folder, "user", "add", "ada", "--config", config.toString())) {
      add.type(PASSWORD);
      assertThat(add.status()).isZero();
      assertThat(add.out()).doesNotContain("io.vestibule.audit");
      assertThat(add.err())
          .contains("\"type\":\"user-created\"", "\"subject\":\"ada\"", "\"actor\":\"cli\"")
          .doesNotContain(PASSWORD);
    }
  }

  @Test
  void hands_commands_to_the_command_line_of_the_library() throws Exception {
    Path config = ConfigFiles.oneUser(folder);

    try (DemoProcess check = DemoProcess.start(folder, "check-config", config.toString());
        DemoProcess typo = DemoProcess.start(folder, "chek-config", config.toString())) {
      assertThat(check.status()).isZero();
      assertThat(typo.status()).isEqualTo(2);
      assertThat(typo.err()).contains("check-config");
    }
  }

  private void assertRefused(int status, String line, String... arguments) throws Exception {
    try (DemoProcess demo = DemoProcess.start(folder, arguments)) {
      assertThat(demo.status()).isEqualTo(status);
      assertThat(demo.err()).isEqualTo(line + "\n");
      assertThat(demo.out()).isEmpty();
    }
  }
}
