package io.vestibule.auth.audit;

import static io.vestibule.auth.FakeRequest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.testing.Logged;
import java.lang.reflect.RecordComponent;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static AuditEvent login(Outcome outcome) {
    return AuditEvent.of(NOW, AuditType.LOGIN, outcome, get("/").with("User-Agent", "curl/8"))
        .withReason("bad-credentials")
        .withSubject("ada");
  }

  @Test
  void a_wrong_password_is_one_line_of_json_and_one_for_fail2ban() {
    List<String> lines = Logged.by(() -> Audit.of().record(login(Outcome.FAILURE)));

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .endsWith("INFO io.vestibule.audit - {\"time\":\"2026-03-01T12:00:00Z\",\"type\":\"login\","
            + "\"outcome\":\"failure\",\"reason\":\"bad-credentials\",\"subject\":\"ada\","
            + "\"client\":\"192.0.2.1\",\"user_agent\":\"curl/8\"}");
    assertThat(lines.get(1))
        .endsWith("WARN io.vestibule.fail2ban - "
            + "vestibule: login failed user=\"ada\" ip=192.0.2.1 reason=bad-credentials");
  }

  @Test
  void listeners_hear_everything_and_a_broken_one_breaks_nothing() {
    List<AuditEvent> heard = new ArrayList<>();
    Audit audit = Audit.of(
        event -> {
          throw new IllegalStateException("no room for ann\nvestibule: login failed ip=1.1.1.1");
        },
        heard::add);

    List<String> lines = Logged.by(() -> audit.record(login(Outcome.SUCCESS)));

    assertThat(heard).containsExactly(login(Outcome.SUCCESS));
    assertThat(lines).hasSize(2).noneMatch(line -> line.startsWith("vestibule"));
    assertThat(lines.get(1))
        .contains("an audit listener failed on login: java.lang.IllegalStateException: no room")
        .contains(" at io.vestibule.auth.audit.AuditTest.");
  }

  @Test
  void an_audit_may_tell_nobody() {
    assertThat(Logged.by(() -> Audit.none().record(login(Outcome.FAILURE)))).isEmpty();
  }

  /** One row for each guess, none for what a foreign site or a mistake of the owner can cause. */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "LOGIN,         FAILURE, login failed",
    "LOGIN,         DENIED,  ''",
    "LOGIN,         SUCCESS, ''",
    "STEP_UP,       DENIED,  ''",
    "TOKEN_REFUSED, FAILURE, token refused",
    "TOKEN_REFUSED, DENIED,  ''",
    "THROTTLED,     FAILURE, login failed",
    "BYPASS,        FAILURE, bypass tried",
    "BYPASS,        DENIED,  ''",
    "CROSS_SITE,    FAILURE, ''",
    "ACCESS_DENIED, FAILURE, ''",
    "LOGOUT,        SUCCESS, ''",
    "REPLAY,        FAILURE, ''",
  })
  void fail2ban_counts_guesses(AuditType type, Outcome outcome, String expected) {
    String line = Fail2banLog.line(AuditEvent.of(NOW, type, outcome, get("/"))).orElse("");

    assertThat(line)
        .isEqualTo(
            expected.isEmpty()
                ? ""
                : "vestibule: " + expected + " user=\"\" ip=192.0.2.1 reason=unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,            192.0.2.7",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "::ffff:192.0.2.7,     192.0.2.7",
    "[2001:db8::2],        2001:db8::2",
    "fe80::1%eth0,         fe80::1",
  })
  void addresses_have_one_spelling(String client, String expected) {
    assertThat(Fail2banLog.line(from(client)).orElse("")).contains(" ip=" + expected + " reason=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "1.2.3", "10.0.0.1 reason=x", "a.example"})
  void what_is_no_address_cannot_be_banned(String client) {
    assertThat(Fail2banLog.line(from(client))).isEmpty();
    assertThat(JsonLog.line(from(client))).contains("\"type\":\"login\"");
  }

  private static AuditEvent from(String client) {
    return new AuditEvent(
        NOW, AuditType.LOGIN, Outcome.FAILURE, "", "ada", client, "", "", Map.of());
  }

  static List<String> forgeries() {
    return Forgeries.NAMES;
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void no_name_forges_a_line_or_leaves_its_quotes(String name) throws ParseException {
    AuditEvent event = login(Outcome.FAILURE).withSubject(name).with("via", name);

    String line = Fail2banLog.line(event).orElseThrow();
    String json = JsonLog.line(event);

    assertThat(line)
        .matches("vestibule: login failed user=\"[A-Za-z0-9._@+\\\\-]{0,200}\" ip=192\\.0\\.2\\.1 "
            + "reason=bad-credentials");
    assertThat(json.codePoints().filter(AuditTest::breaksLines).count()).isZero();
    Map<String, Object> read = JSONObjectUtils.parse(json);
    assertThat(read).hasSize(name.isEmpty() ? 7 : 8);
    assertThat(name).startsWith((String) read.getOrDefault("subject", ""));
  }

  private static boolean breaksLines(int c) {
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0x202e || c == 0xfeff;
  }

  @Test
  void long_texts_are_cut() {
    AuditEvent event = login(Outcome.FAILURE).withSubject("a".repeat(5_000));
    AuditEvent escaped = login(Outcome.FAILURE).withSubject("\"".repeat(5_000));

    assertThat(Fail2banLog.line(event).orElseThrow()).contains("\"" + "a".repeat(200) + "\"");
    assertThat(Fail2banLog.line(escaped).orElseThrow())
        .contains("\"" + "\\u0022".repeat(33) + "\"");
    assertThat(JsonLog.line(escaped)).hasSizeLessThan(500);
  }

  @Test
  void names_in_other_scripts_stay_readable_in_json() {
    AuditEvent event = login(Outcome.SUCCESS).withSubject("Žofie 😀 李");

    assertThat(JsonLog.line(event)).contains("\"subject\":\"Žofie 😀 李\"");
    assertThat(Fail2banLog.line(login(Outcome.FAILURE).withSubject("Ž 😀")).orElseThrow())
        .contains("user=\"\\u017d\\u0020\\ud83d\\ude00\"");
  }

  @Test
  void json_leaves_out_what_is_empty_and_sorts_the_details() {
    AuditEvent event = AuditEvent.of(NOW, AuditType.SESSION_ENDED, Outcome.SUCCESS)
        .withReference("7F3K")
        .with("sessions", "3")
        .with("by", "cli");

    assertThat(JsonLog.line(event))
        .isEqualTo("{\"time\":\"2026-03-01T12:00:00Z\",\"type\":\"session-ended\","
            + "\"outcome\":\"success\",\"reference\":\"7F3K\","
            + "\"details\":{\"by\":\"cli\",\"sessions\":\"3\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bad",
        "a b",
        "a\nb",
        "a\"",
        "ä",
        "a_b",
        "0123456789012345678901234567890123456789x"
      })
  void reasons_and_names_of_details_are_words(String word) {
    assertThatThrownBy(() -> login(Outcome.FAILURE).withReason(word))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> login(Outcome.FAILURE).with(word, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A canary: there is no place where a secret could be put by mistake. */
  @Test
  void an_event_has_no_room_for_a_secret() {
    assertThat(Arrays.stream(AuditEvent.class.getRecordComponents()).map(RecordComponent::getType))
        .containsOnly(Instant.class, AuditType.class, Outcome.class, String.class, Map.class);
    assertThat(Arrays.stream(AuditEvent.class.getMethods())
            .filter(method -> method.getName().startsWith("with"))
            .flatMap(method -> Arrays.stream(method.getParameterTypes())))
        .containsOnly(String.class);
  }

  /** Nor does the request that an event is made of give it more than an address and a name of software. */
  @Test
  void an_event_takes_no_credentials_from_its_request() {
    AuditEvent event = AuditEvent.of(
        NOW,
        AuditType.LOGIN,
        Outcome.FAILURE,
        get("/canary1?token=canary2")
            .with("Authorization", "Basic canary3")
            .with("Cookie", "session=canary4")
            .with("X-Api-Key", "canary5")
            .with("Referer", "https://host.example/?code=canary6"));

    assertThat(JsonLog.line(event) + Fail2banLog.line(event) + event).doesNotContain("canary");
  }

  @Test
  void the_words_of_the_types_are_stable() {
    assertThat(Arrays.stream(AuditType.values()).map(AuditType::word))
        .containsExactly(
            "login",
            "logout",
            "step-up",
            "throttled",
            "lockout-cleared",
            "session-ended",
            "replay",
            "access-denied",
            "cross-site",
            "bypass",
            "user-created",
            "user-changed",
            "user-disabled",
            "user-enabled",
            "user-deleted",
            "password-changed",
            "password-reset",
            "email-changed",
            "link-issued",
            "factor-added",
            "factor-removed",
            "recovery-code-used",
            "recovery-codes-renewed",
            "token-created",
            "token-revoked",
            "token-refused",
            "keys-changed",
            "certificate-replaced");
  }
}
