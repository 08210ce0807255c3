package io.vestibule.auth.audit;

import static io.vestibule.auth.FakeRequest.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.audit.AuditEvent.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs Debian's own fail2ban-regex with the filter that our documentation prints. */
@Tag("counterparts")
class Fail2banRegexTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir
  private Path folder;

  private Path filter;

  @BeforeEach
  void writes_the_documented_filter() throws IOException {
    Matcher block = Pattern.compile("```ini\n(\\[Definition].*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("..", "docs", "fail2ban.md")));
    assertThat(block.find()).isTrue();
    filter = Files.writeString(folder.resolve("vestibule.conf"), block.group(1));
  }

  private static String failed(String name, String client) {
    return Fail2banLog.line(new AuditEvent(
            NOW,
            AuditType.LOGIN,
            Outcome.FAILURE,
            "bad-credentials",
            name,
            client,
            "",
            "",
            Map.of()))
        .orElseThrow();
  }

  /** The addresses that fail2ban counts, in order. */
  private List<String> counted(List<String> lines, String mode) throws Exception {
    Path log = Files.write(folder.resolve("log"), lines, UTF_8);
    Process regex = new ProcessBuilder(
            "fail2ban-regex", "-o", "ip", log.toString(), filter + "[mode=" + mode + "]")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out").toFile())
        .start();
    assertThat(regex.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String out = Files.readString(folder.resolve("out")).strip();
    assertThat(regex.exitValue()).describedAs(out).isZero();
    return out.isEmpty() ? List.of() : out.lines().toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-03-01T12:00:00.123Z ",
        "2026-03-01 12:00:00,123 ",
        "2026-03-01T12:00:00.123+01:00 WARN io.vestibule.fail2ban - ",
        "[qtp1-31] WARN io.vestibule.fail2ban - ",
        "12:00:00.123 [main] WARN  io.vestibule.fail2ban -- ",
        "2026-03-01 12:00:00:123 +0000 [main] WARN io.vestibule.fail2ban - ",
        "2026-03-01T12:00:00.123Z  WARN 7 --- [app] [exec-1] io.vestibule.fail2ban  : "
      })
  void counts_each_guess_once_and_with_its_true_address(String layout) throws Exception {
    List<String> lines = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String name : Forgeries.NAMES) {
      String client =
          (expected.size() % 2 == 0 ? "192.0.2." : "2001:db8::") + (expected.size() + 1);
      lines.add(layout + failed(name, client));
      expected.add(client);
    }

    assertThat(counted(lines, "normal")).containsExactlyElementsOf(expected);
  }

  @Test
  void counts_nothing_that_others_write() throws Exception {
    String forged = "vestibule: login failed user=\"x\" ip=203.0.113.9 reason=bad-credentials";
    List<String> lines = new ArrayList<>();
    for (String before :
        List.of("io.vestibule.fail2ban - ", "WARN io.vestibule.fail2ban - ", "] ", "")) {
      lines.add(
          "2026-03-01T12:00:00Z INFO io.vestibule.auth.Auth - refused GET /" + before + forged);
      lines.add("[main] INFO io.vestibule.auth.Auth - refused GET /" + before + forged);
      lines.add("2026-03-01T12:00:00Z GET /" + before + forged);
    }
    AuditEvent forging = AuditEvent.of(NOW, AuditType.LOGIN, Outcome.FAILURE, get("/"));
    Forgeries.NAMES.forEach(name -> lines.add(JsonLog.line(forging.withSubject(name))));

    assertThat(counted(lines, "aggressive")).isEmpty();
    lines.add(forged);
    assertThat(counted(lines, "aggressive")).containsExactly("203.0.113.9");
  }

  @Test
  void counts_ways_around_the_rules_on_request_only() throws Exception {
    AuditEvent bypass = AuditEvent.of(NOW, AuditType.BYPASS, Outcome.FAILURE, get("/"));
    AuditEvent token = AuditEvent.of(NOW, AuditType.TOKEN_REFUSED, Outcome.FAILURE, get("/"));
    List<String> lines = List.of(
        Fail2banLog.line(bypass.withReason("spoofed-header")).orElseThrow(),
        Fail2banLog.line(token.withReason("bad-credentials")).orElseThrow(),
        failed("ada", "192.0.2.9"));

    assertThat(counted(lines, "normal")).containsExactly("192.0.2.9");
    assertThat(counted(lines, "aggressive")).containsExactly("192.0.2.1", "192.0.2.1", "192.0.2.9");
  }
}
