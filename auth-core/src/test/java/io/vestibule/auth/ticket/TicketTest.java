package io.vestibule.auth.ticket;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.FakeRequest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Identity;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.server.From;
import io.vestibule.auth.testing.Decided;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets, through the real loader. */
class TicketTest {
  private static final String ADA = "Basic YWRhOm9wZW4gc2VzYW1l";
  private static final String FILE = """
      [authentication]
      type = proxy, basic
      [basic]
      username = ada
      password = open sesame
      use_bcrypt = no
      [server]
      trusted_proxies = 10.0.0.1
      [roles]
      admin = ada
      [ticket]
      """;

  private final List<AuditEvent> heard = new CopyOnWriteArrayList<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-05-01T12:00:00Z"));
  private final Configuration configuration = load(FILE);

  private Configuration load(String text) {
    InstantSource clock = now::get;
    Supplied listening = Supplied.nothing().with(Audit.class, Audit.of(heard::add));
    return Configuration.parse("auth.ini", text, Path.of("/etc/app"), clock, listening);
  }

  private Decision decide(String peer, FakeRequest request, String path) {
    return configuration
        .auth()
        .decide(
            new From(peer, configuration.trustedProxies(), request),
            () -> new Form(Map.of("path", List.of(path))));
  }

  private AuthResponse ask(FakeRequest request, String path) {
    return Decided.answer(decide("192.0.2.1", request, path));
  }

  private static FakeRequest asking() {
    return request("POST", "/auth/api/ticket").with("Authorization", ADA);
  }

  private String ticketFor(String path) {
    AuthResponse answer = ask(asking(), path);
    assertThat(answer.status()).isEqualTo(200);
    Map<String, Object> members = ((Body.Json) answer.body()).members();
    assertThat(members).containsEntry("expires_in", 30L);
    assertThat(answer.headers().first("Cache-Control")).contains("no-store");
    return String.valueOf(members.get("ticket"));
  }

  private boolean opens(String peer, FakeRequest request) {
    return decide(peer, request, "") instanceof Decision.Admit;
  }

  private boolean opens(String target) {
    return opens("192.0.2.1", get(target));
  }

  @Test
  void whoever_has_more_roles_than_a_ticket_holds_is_told_so() {
    StringBuilder roles = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      roles.append("/company/department/team/").append(i).append(" = ada\n");
    }
    Auth auth = load(FILE.replace("[ticket]", roles + "[ticket]")).auth();
    AuthResponse answer =
        Decided.answer(auth.decide(asking(), () -> new Form(Map.of("path", List.of("/ws/me")))));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(((Body.Json) answer.body()).members()).containsEntry("type", "too-many-roles");
  }

  @Test
  void a_ticket_opens_its_path_once_as_who_asked_for_it() {
    String ticket = ticketFor("/ws/me");

    Decision.Admit admit =
        (Decision.Admit) decide("192.0.2.1", get("/ws/me?a=b&ticket=" + ticket), "");
    assertThat(admit.via()).isEqualTo("ticket");
    assertThat(admit.identity().subject()).isEqualTo("ada");
    assertThat(admit.identity().roles()).containsExactly("admin");
    assertThat(admit.identity().methods()).containsExactly("pwd");
    assertThat(admit.identity().authenticatedAt()).isEqualTo(now.get());
    assertThat(opens("/ws/me?ticket=" + ticket)).isFalse();
  }

  @Test
  void a_ticket_that_is_shown_again_is_told_as_a_replay_and_any_other_as_wrong() {
    String ticket = ticketFor("/ws/me");
    assertThat(opens("/ws/me?ticket=" + ticket)).isTrue();
    heard.clear();

    assertThat(opens("/ws/me?ticket=" + ticket)).isFalse();
    assertThat(opens("/ws/me?ticket=vtk_unknown")).isFalse();

    assertThat(heard)
        .extracting(AuditEvent::type, AuditEvent::reason, AuditEvent::subject)
        .containsExactly(
            tuple(AuditType.REPLAY, "ticket-used", "ada"),
            tuple(AuditType.TOKEN_REFUSED, "bad-credentials", ""));
  }

  @Test
  void what_is_known_of_the_user_goes_with_it() {
    FakeRequest proxied = request("POST", "/auth/api/ticket")
        .with("Remote-User", "eve")
        .with("Remote-Email", "eve@example.org")
        .with("Remote-Groups", "a,b")
        .with("X-Forwarded-For", "198.51.100.7");
    AuthResponse answer = Decided.answer(decide("10.0.0.1", proxied, "/events"));
    Object ticket = ((Body.Json) answer.body()).members().get("ticket");

    FakeRequest use = get("/events?ticket=" + ticket).with("X-Forwarded-For", "198.51.100.7");
    Identity eve = Decided.identity(decide("10.0.0.1", use, ""));

    assertThat(eve.subject()).isEqualTo("eve");
    assertThat(eve.claims())
        .containsEntry("email", "eve@example.org")
        .containsEntry("groups", List.of("a", "b"));
  }

  @Test
  void it_is_good_for_half_a_minute() {
    String early = ticketFor("/ws/me");
    String late = ticketFor("/ws/me");
    now.updateAndGet(time -> time.plusSeconds(29));
    assertThat(opens("/ws/me?ticket=" + early)).isTrue();
    now.updateAndGet(time -> time.plusSeconds(1));
    assertThat(opens("/ws/me?ticket=" + late)).isFalse();
  }

  /** One that is shown at the wrong place was stolen, so it works nowhere any more. */
  @Test
  void at_another_path_or_from_another_address_it_is_burnt() {
    String there = ticketFor("/ws/me");
    assertThat(opens("/ws/other?ticket=" + there)).isFalse();
    assertThat(opens("/ws/me?ticket=" + there)).isFalse();

    String elsewhere = ticketFor("/ws/me");
    assertThat(opens("192.0.2.2", get("/ws/me?ticket=" + elsewhere))).isFalse();
    assertThat(opens("/ws/me?ticket=" + elsewhere)).isFalse();
  }

  @Test
  void it_changes_nothing_and_no_other_site_may_use_it() {
    assertThat(opens("192.0.2.1", request("POST", "/x?ticket=" + ticketFor("/x"))))
        .isFalse();
    FakeRequest socket = get("/x?ticket=" + ticketFor("/x")).with("Upgrade", "websocket");
    assertThat(opens("192.0.2.1", socket.with("Origin", "https://evil.example")))
        .isFalse();
    assertThat(opens("192.0.2.1", socket.with("Origin", "http://localhost"))).isTrue();
  }

  /** RFC 8441, 4: no Upgrade field, another method. */
  @Test
  void it_opens_a_web_socket_over_http_2() {
    FakeRequest foreign = request("CONNECT", "/x?ticket=" + ticketFor("/x"));
    assertThat(opens("192.0.2.1", foreign.with("Origin", "https://evil.example")))
        .isFalse();
    FakeRequest own = request("CONNECT", "/x?ticket=" + ticketFor("/x"));
    assertThat(opens("192.0.2.1", own.with("Origin", "http://localhost"))).isTrue();
  }

  @Test
  void two_tickets_at_once_are_none() {
    assertThat(opens("/x?ticket=" + ticketFor("/x") + "&ticket=" + ticketFor("/x")))
        .isFalse();
  }

  @Test
  void a_parameter_of_the_applications_own_is_none_of_ours() {
    assertThat(opens("192.0.2.1", get("/x?ticket=ST-1234").with("Authorization", ADA)))
        .isTrue();
    assertThat(opens("/x?ticket=ST-1234")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vtk_", "vtk_short", "vtk_%00", "vtk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void what_nobody_was_given_opens_nothing(String ticket) {
    assertThat(opens("/x?ticket=" + ticket)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ws/me", "https://example.org/ws", "/ws?a=b", "/a%2fb", "/a b", "/a;b", "/a\\b"
      })
  void a_ticket_needs_a_path_of_this_application(String path) {
    assertThat(ask(asking(), path).status()).isEqualTo(422);
  }

  @Test
  void the_path_is_what_the_browser_sees() {
    AuthResponse below = ask(asking().below("/app"), "/app/ws/me");
    Object ticket = ((Body.Json) below.body()).members().get("ticket");

    assertThat(ask(asking().below("/app"), "/ws/me").status()).isEqualTo(422);
    assertThat(opens("192.0.2.1", get("/ws/me?ticket=" + ticket).below("/app"))).isTrue();
  }

  @Test
  void nobody_gets_a_ticket_who_is_not_signed_in() {
    assertThat(ask(request("POST", "/auth/api/ticket"), "/x").status()).isEqualTo(401);
    assertThat(ask(asking().with("Sec-Fetch-Site", "cross-site"), "/x").status())
        .isEqualTo(403);
  }

  @Test
  void nobody_has_more_than_a_few_that_are_not_used() {
    List<String> tickets = IntStream.range(0, 32).mapToObj(i -> ticketFor("/x")).toList();
    AuthResponse tooMany = ask(asking(), "/x");

    assertThat(tooMany.status()).isEqualTo(429);
    assertThat(tooMany.headers().first("Retry-After")).contains("30");
    assertThat(opens("/x?ticket=" + tickets.get(0))).isTrue();
    ticketFor("/x");
  }

  @Test
  void of_many_who_show_the_same_one_is_let_in() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        String target = "/x?ticket=" + ticketFor("/x");
        List<Callable<Boolean>> all = IntStream.range(0, 16)
            .<Callable<Boolean>>mapToObj(i -> () -> opens(target))
            .toList();
        int winners = 0;
        for (Future<Boolean> one : threads.invokeAll(all)) {
          winners += one.get() ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void a_longer_life_stops_the_start() {
    assertThatThrownBy(() -> load(FILE + "lifetime = 31s\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("from 1s to 30s");
    assertThatCode(() -> load(FILE + "lifetime = 5s\n")).doesNotThrowAnyException();
  }
}
