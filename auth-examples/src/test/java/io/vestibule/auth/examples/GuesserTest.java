package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.PlainBrowser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real hydra guesses, and real fail2ban reads what the demo says about it. */
@Tag("counterparts")
class GuesserTest {
  private static final String ELSEWHERE = "127.0.0.2";
  private static final String FORGER = "127.0.0.3";
  private static final String VICTIM = "203.0.113.9";
  private static final String FORGED =
      "vestibule: login failed user=\"x\" ip=" + VICTIM + " reason=bad-credentials";
  private static final List<String> NAMES = List.of(
      "x\" ip=" + VICTIM + " reason=bad-credentials",
      FORGED,
      "x\n" + FORGED,
      "x\r\n2026-03-01T12:00:00.000Z WARN io.vestibule.fail2ban - " + FORGED,
      "x\u2028" + FORGED,
      "\u202e" + FORGED);

  @TempDir
  Path folder;

  @Test
  void a_guesser_is_stopped_after_five_and_the_owner_gets_in() throws Exception {
    try (DemoProcess demo = start()) {
      PlainBrowser knownDevice = new PlainBrowser(demo.url());
      assertThat(knownDevice.signIn("ada", ConfigFiles.PASSWORD).statusCode()).isEqualTo(303);
      knownDevice.submit(knownDevice.go("/auth/logout"), "/auth/logout", Map.of());

      String found = hydra(SessionFiles.port(demo));

      assertThat(found).contains("0 valid password").doesNotContain("login: ada");
      assertThat(demo.out().lines().filter(line -> line.endsWith(tried("bad-credentials"))))
          .hasSize(5);
      assertThat(demo.out().lines().filter(line -> line.endsWith(tried("rate-limited"))))
          .hasSizeGreaterThan(5);
      PlainBrowser newDevice = new PlainBrowser(demo.url());
      assertThat(newDevice.signIn("ada", ConfigFiles.PASSWORD).statusCode()).isEqualTo(429);
      assertThat(knownDevice.signIn("ada", ConfigFiles.PASSWORD).statusCode()).isEqualTo(303);
      assertThat(run(
              "curl",
              "-sS",
              "--interface",
              ELSEWHERE,
              "-u",
              "ada:" + ConfigFiles.PASSWORD,
              demo.url() + "me"))
          .contains("\"name\":\"ada\"");
    }
  }

  @Test
  void fail2ban_counts_who_it_was_and_nobody_whom_a_name_accuses() throws Exception {
    try (DemoProcess demo = start()) {
      forge(demo);

      List<String> expected = new ArrayList<>(Collections.nCopies(NAMES.size(), FORGER));
      expected.add("127.0.0.1");
      assertThat(counted(demo.out())).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void a_fail2ban_server_bans_who_it_was_and_nobody_whom_a_name_accuses() throws Exception {
    Path log = Files.createFile(folder.resolve("demo.log"));
    try (Fail2banServer fail2ban = Fail2banServer.start(folder.resolve("fail2ban"), log);
        DemoProcess demo = start()) {
      forge(demo);
      Files.writeString(log, demo.out());

      assertThat(fail2ban.bannedAfter(NAMES.size() + 1)).containsExactly(FORGER);
    }
  }

  /** Somebody accuses somebody else, and somebody mistypes. */
  private void forge(DemoProcess demo) throws Exception {
    for (String name : NAMES) {
      run(
          "curl",
          "-sS",
          "--interface",
          FORGER,
          "--data-urlencode",
          "username=" + name,
          "--data",
          "password=wrong",
          demo.url() + "auth/login");
    }
    new PlainBrowser(demo.url()).signIn("ada", "wrong");
    demo.awaitEnd(tried("bad-credentials"));
  }

  /** Both ways in, so that a program can guess and a person has a device to be known by. */
  private DemoProcess start() throws Exception {
    SessionFiles.write(folder, "session", "url = memory");
    return SessionFiles.start(ConfigFiles.write(folder, """
            [authentication]
            type = basic, session
            [basic]
            users_file = users.txt
            [session]
            users_file = users.txt
            """), 0);
  }

  /** Twenty words, the right one last. */
  private String hydra(int port) throws Exception {
    List<String> words = new ArrayList<>();
    for (int i = 1; i < 20; i++) {
      words.add("guess" + i);
    }
    words.add(ConfigFiles.PASSWORD);
    Path list = Files.write(folder.resolve("words.txt"), words);
    return run(
        "hydra",
        "-I",
        "-l",
        "ada",
        "-P",
        list.toString(),
        "-t",
        "4",
        "-s",
        Integer.toString(port),
        "127.0.0.1",
        "http-get",
        "/me");
  }

  private static String tried(String reason) {
    return "vestibule: login failed user=\"ada\" ip=127.0.0.1 reason=" + reason;
  }

  /** The addresses that fail2ban counts with the filter of our documentation, in order. */
  private List<String> counted(String out) throws Exception {
    Path filter = Fail2banServer.filter(folder.resolve("vestibule.conf"));
    Path log = Files.writeString(folder.resolve("log"), out);
    return run("fail2ban-regex", "-o", "ip", log.toString(), filter.toString())
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  private String run(String... command) throws Exception {
    Path out = Files.createTempFile(folder, "out", "");
    Process process = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as(String.join(" ", command)).isTrue();
    return Files.readString(out, UTF_8);
  }
}
