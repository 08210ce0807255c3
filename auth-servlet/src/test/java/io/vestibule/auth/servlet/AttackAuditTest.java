package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attack is one event, with the address of whoever made it, whatever else the request claims. */
class AttackAuditTest {
  private static final String ATTACKER = "198.51.100.7";
  private static final String VIA_PROXY = "X-Forwarded-For: " + ATTACKER;
  private static final String FORGED = "X-Forwarded-For: 203.0.113.1, " + ATTACKER;
  private static final String ADA = "Authorization: Basic " + base64("ada:open sesame");

  @TempDir
  private Path folder;

  private final List<AuditEvent> heard = new CopyOnWriteArrayList<>();
  private Container.Running app;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(
        folder.resolve("tokens.txt"),
        "ci:1eba3d60d4af6bb17d30dd4aee9479d8a45aac1408aff6ef07d68e4d710d19f9\n");
    app = start("127.0.0.1");
  }

  @AfterEach
  void stop() throws Exception {
    app.close();
  }

  /** Lenient, for a strict Jetty refuses odd targets before any filter sees them. */
  private Container.Running start(String proxies) throws Exception {
    return Container.JETTY.start("/", true, context -> register(context, proxies));
  }

  private void register(ServletContext context, String proxies) {
    String text = """
        [authentication]
        type = basic, bearer, session, proxy
        [basic]
        username = ada
        password = open sesame
        use_bcrypt = no
        [bearer]
        tokens_file = tokens.txt
        [session]
        username = ada
        password = open sesame
        use_bcrypt = no
        [server]
        trusted_proxies = %s
        [ticket]
        [rules]
        /open/** = public
        /admin/** = role:admin
        /fresh/** = fresh(5m)
        /closed/** = deny
        /** = user
        """.formatted(proxies);
    Supplied supplied = Supplied.nothing().with(Audit.class, Audit.of(heard::add));
    AuthFilter.install(
        context, Configuration.parse("auth.ini", text, folder, InstantSource.system(), supplied));
    servlet(context, "who", "/*", "/unused", AttackAuditTest::who);
  }

  private static void who(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print(request.getRemoteUser());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /** What is sent, and what the audit must hear of it. */
  private record Attack(
      String name,
      String method,
      String target,
      List<String> fields,
      int status,
      AuditType type,
      Outcome outcome,
      String reason,
      String subject) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Attack> attacks() {
    return Stream.of(
        bypass("an odd target", "/open//admin/x", "ambiguous-target"),
        bypass("a path that is escaped twice", "/open/%255cadmin", "ambiguous-target"),
        bypass(
            "an identity field twice", "/x", "doubled-field", "Remote-User: a", "Remote-User: b"),
        refused("a role that is missing", "GET", "/admin/x", "rule-not-met", ADA),
        new Attack(
            "a rule that lets nobody in",
            "GET",
            "/closed/x",
            List.of(),
            403,
            AuditType.ACCESS_DENIED,
            Outcome.DENIED,
            "closed",
            ""),
        new Attack(
            "a proof that is not fresh",
            "GET",
            "/fresh/x",
            List.of("Remote-User: ada"),
            401,
            AuditType.STEP_UP,
            Outcome.DENIED,
            "more-proof-needed",
            "ada"),
        crossSite("a post that another site made", "/x", ADA),
        crossSite("a sign-in that another site made", "/auth/login"),
        crossSite("a sign-in by script that another site made", "/auth/api/login"),
        login("a wrong password", "bad-credentials", "ada", "Basic " + base64("ada:guess")),
        login("a password of nobody", "bad-credentials", "", "Basic " + base64("eve:guess")),
        login("an unreadable password", "bad-credentials", "", "Basic ???"),
        token("an unknown token", "/x", "Authorization: Bearer abc"),
        token("a forged JWT", "/x", "Authorization: Bearer e30.e30.AAAA"),
        token("an unknown ticket", "/x?ticket=vtk_abc"),
        new Attack(
            "credentials of two users",
            "GET",
            "/x",
            List.of(ADA, "Remote-User: eve"),
            401,
            AuditType.LOGIN,
            Outcome.DENIED,
            "ambiguous-credentials",
            ""),
        new Attack(
            "two Authorization fields",
            "GET",
            "/x",
            List.of(ADA, "Authorization: Bearer x"),
            401,
            AuditType.LOGIN,
            Outcome.DENIED,
            "ambiguous-credentials",
            ""));
  }

  private static Attack bypass(String name, String target, String reason, String... fields) {
    return new Attack(
        name, "GET", target, List.of(fields), 400, AuditType.BYPASS, Outcome.FAILURE, reason, "");
  }

  private static Attack refused(
      String name, String method, String target, String reason, String... fields) {
    return new Attack(
        name,
        method,
        target,
        List.of(fields),
        403,
        AuditType.ACCESS_DENIED,
        Outcome.DENIED,
        reason,
        "ada");
  }

  private static Attack crossSite(String name, String target, String... fields) {
    List<String> all = Stream.concat(Stream.of(fields), Stream.of("Origin: https://evil.example"))
        .toList();
    return new Attack(
        name, "POST", target, all, 403, AuditType.CROSS_SITE, Outcome.DENIED, "cross-site", "");
  }

  private static Attack login(String name, String reason, String subject, String credentials) {
    return new Attack(
        name,
        "GET",
        "/x",
        List.of("Authorization: " + credentials),
        401,
        AuditType.LOGIN,
        Outcome.FAILURE,
        reason,
        subject);
  }

  private static Attack token(String name, String target, String... fields) {
    return new Attack(
        name,
        "GET",
        target,
        List.of(fields),
        401,
        AuditType.TOKEN_REFUSED,
        Outcome.FAILURE,
        "bad-credentials",
        "");
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void an_attack_is_one_event_with_the_address_of_the_attacker(Attack attack) throws Exception {
    String[] fields =
        Stream.concat(attack.fields().stream(), Stream.of(FORGED)).toArray(String[]::new);

    Wire.Answer answer = Wire.send(app.port(), attack.method(), attack.target(), fields);

    assertThat(answer.status()).isEqualTo(attack.status());
    assertThat(refusals()).singleElement().satisfies(event -> {
      assertThat(event.type()).isEqualTo(attack.type());
      assertThat(event.outcome()).isEqualTo(attack.outcome());
      assertThat(event.reason()).isEqualTo(attack.reason());
      assertThat(event.subject()).isEqualTo(attack.subject());
      assertThat(event.client()).isEqualTo(ATTACKER);
    });
  }

  /** To check one thing, a way may have let somebody in before the rule did not. */
  private List<AuditEvent> refusals() {
    return heard.stream().filter(event -> event.outcome() != Outcome.SUCCESS).toList();
  }

  @Test
  void whoever_comes_past_the_proxy_and_says_who_it_is_tried_to_bypass_it() throws Exception {
    try (Container.Running direct = start("10.0.0.1")) {
      Wire.send(direct.port(), "GET", "/x", "Remote-User: root", FORGED);
      Wire.send(
          direct.port(),
          "GET",
          "/x",
          "Remote-User: root",
          "Upgrade: websocket",
          "Connection: Upgrade",
          VIA_PROXY);

      assertThat(heard).hasSize(2).allSatisfy(event -> {
        assertThat(event.type()).isEqualTo(AuditType.BYPASS);
        assertThat(event.outcome()).isEqualTo(Outcome.FAILURE);
        assertThat(event.reason()).isEqualTo("spoofed-header");
        assertThat(event.client()).isEqualTo("127.0.0.1");
      });
    }
  }

  @Test
  void whoever_is_merely_not_signed_in_is_no_event() throws Exception {
    assertThat(Wire.send(app.port(), "GET", "/x", VIA_PROXY).status()).isEqualTo(401);
    assertThat(Wire.send(app.port(), "GET", "/open/x", VIA_PROXY).status()).isEqualTo(200);

    assertThat(heard).isEmpty();
  }

  @Test
  void a_sign_in_that_comes_with_every_request_is_told_once() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(Wire.send(app.port(), "GET", "/x", ADA, VIA_PROXY).status()).isEqualTo(200);
      assertThat(
              Wire.send(app.port(), "GET", "/x", "Remote-User: bob", VIA_PROXY).status())
          .isEqualTo(200);
    }

    assertThat(heard)
        .extracting(
            AuditEvent::type, AuditEvent::subject, event -> event.details().get("via"))
        .containsExactly(
            tuple(AuditType.LOGIN, "ada", "basic"), tuple(AuditType.LOGIN, "bob", "proxy"));
  }

  @Test
  void a_flood_is_thirty_events() throws Exception {
    for (int i = 0; i < 40; i++) {
      Wire.send(app.port(), "GET", "/open//admin/" + i, VIA_PROXY);
    }

    assertThat(heard).hasSize(30);
  }
}
