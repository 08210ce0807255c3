package io.vestibule.auth.bypass;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.FakeRequest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.internal.Networks;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.server.From;
import io.vestibule.auth.server.KnownHosts;
import io.vestibule.auth.server.TrustedProxies;
import io.vestibule.auth.testing.Decided;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way around signing in, through the real loader. */
class BypassTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z"));
  private static final String BASIC =
      "[authentication]\ntype = basic\nusername = ada\npassword = open sesame\nuse_bcrypt = no\n";
  private static final String BEHIND = "[server]\ntrusted_proxies = 10.11.1.1\n";
  private static final String BYPASS = "[bypass]\nnetworks = 10.11.1.0/24, ::1\nuser = operator\n";

  private static Configuration load(String... texts) {
    return Configuration.parse(
        "auth.ini", String.join("", texts), Path.of("/etc/app"), Map.of(), NOON);
  }

  private static Decision decide(Configuration configuration, String peer, FakeRequest request) {
    return configuration
        .auth()
        .decide(new From(peer, configuration.trustedProxies(), request), Form::empty);
  }

  private static String outcome(Configuration configuration, String peer, FakeRequest request) {
    Decision decision = decide(configuration, peer, request);
    return decision instanceof Decision.Admit admit
        ? admit.via() + ":" + admit.identity().subject() + admit.identity().roles()
        : String.valueOf(Decided.answer(decision).status());
  }

  @ParameterizedTest
  @CsvSource({
    "10.11.1.7,          bypass:operator[]",
    "::ffff:10.11.1.7,   bypass:operator[]",
    "::1,                bypass:operator[]",
    "10.11.2.7,          401",
    "203.0.113.1,        401",
    "'',                 401",
  })
  void the_address_of_the_client_decides(String peer, String outcome) {
    assertThat(outcome(load(BASIC, BYPASS), peer, get("/x"))).isEqualTo(outcome);
  }

  @Test
  void the_name_of_the_host_lets_nobody_in() {
    FakeRequest request = get("/x").with("Host", "10.11.1.7");

    assertThat(outcome(load(BASIC, BYPASS), "203.0.113.1", request)).isEqualTo("401");
  }

  /** A page of evil.example whose name leads here now: to the browser it asks its own site (DNS rebinding). */
  @ParameterizedTest
  @CsvSource({
    "evil.example,     401",
    "nas.lan.,         401",
    "x.nas.lan,        401",
    "localhost.evil,   401",
    "10.11.1.5.evil,   401",
    "nas.lan,          bypass:operator[]",
    "NAS.LAN,          bypass:operator[]",
    "example.org,      bypass:operator[]",
    "localhost,        bypass:operator[]",
    "10.11.1.5,        bypass:operator[]",
    "[fd00::5],        bypass:operator[]",
  })
  void a_page_of_another_name_is_not_let_in(String host, String outcome) {
    Configuration configuration = load(
        BASIC,
        "[server]\npublic_url = https://example.org/app\n",
        BYPASS,
        "addressed_as = nas.lan\n");
    FakeRequest request = get("/x").with("Host", host).with("Sec-Fetch-Site", "same-origin");

    assertThat(outcome(configuration, "10.11.1.7", request)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,     ,             401",
    "127.0.0.1,     ,             401",
    "evil.example,  ,             401",
    "nas.lan,       ,             bypass:operator[]",
    "127.0.0.1,     evil.example, 401",
    "nas.lan,       evil.example, 401",
    "127.0.0.1,     nas.lan:8090, bypass:operator[]",
    "127.0.0.1,     10.11.1.5,    bypass:operator[]",
  })
  void a_proxy_must_tell_which_host_it_was_asked_for(String passedOn, String said, String outcome) {
    FakeRequest request = get("/x").with("Host", passedOn).with("X-Forwarded-For", "10.11.1.7");
    FakeRequest told = said == null ? request : request.with("X-Forwarded-Host", said);

    assertThat(outcome(load(BASIC, BEHIND, BYPASS, "addressed_as = nas.lan\n"), "10.11.1.1", told))
        .isEqualTo(outcome);
  }

  /** A proxy within the network that nobody listed would lend its address to the world. */
  @ParameterizedTest
  @CsvSource({
    "Forwarded,       for=203.0.113.1",
    "X-Forwarded-For, 203.0.113.1",
    "X-Forwarded-For, 10.11.1.7",
    "X-Real-IP,       203.0.113.1",
    "Via,             1.1 squid",
  })
  void an_unlisted_proxy_is_no_client(String field, String value) {
    assertThat(outcome(load(BASIC, BEHIND, BYPASS), "10.11.1.7", get("/x").with(field, value)))
        .isEqualTo("401");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.11.1.1   | 10.11.1.7              | bypass:operator[]",
        "10.11.1.1   | 203.0.113.1            | 401",
        "10.11.1.1   | 10.11.1.7, 203.0.113.1 | 401",
        "10.11.1.1   |                        | 401",
        "10.11.1.1   | 10.11.1.1              | 401",
        "10.11.1.1   | unknown                | 401",
        "203.0.113.1 | 10.11.1.7              | 401",
      })
  void a_trusted_proxy_is_never_itself_the_reason(String peer, String forwarded, String outcome) {
    FakeRequest asked = get("/x").with("X-Forwarded-Host", "10.11.1.1");
    FakeRequest request = forwarded == null ? asked : asked.with("X-Forwarded-For", forwarded);

    assertThat(outcome(load(BASIC, BEHIND, BYPASS), peer, request)).isEqualTo(outcome);
  }

  @Test
  void checks_stay_on() {
    Configuration configuration = load(
        BASIC,
        BYPASS,
        "roles = viewer\n",
        "[rules]\n/admin/** = role:admin\n/new = user & fresh(10m)\n/mfa = mfa\n/** = role:viewer\n");

    assertThat(outcome(configuration, "10.11.1.7", get("/x"))).isEqualTo("bypass:operator[viewer]");
    assertThat(outcome(configuration, "10.11.1.7", get("/admin/x"))).isEqualTo("403");
    assertThat(outcome(configuration, "10.11.1.7", get("/new"))).isEqualTo("401");
    assertThat(outcome(configuration, "10.11.1.7", get("/mfa"))).isEqualTo("403");
    assertThat(outcome(
            configuration, "10.11.1.7", request("POST", "/x").with("Sec-Fetch-Site", "cross-site")))
        .isEqualTo("403");
    assertThat(outcome(
            configuration,
            "10.11.1.7",
            request("POST", "/x").with("Origin", "https://evil.example")))
        .isEqualTo("403");
  }

  @Test
  void whoever_shows_credentials_is_who_they_say() {
    String ada = "Basic YWRhOm9wZW4gc2VzYW1l";

    assertThat(outcome(load(BASIC, BYPASS), "10.11.1.7", get("/x").with("Authorization", ada)))
        .isEqualTo("basic:ada[]");
    assertThat(outcome(
            load(BASIC, BYPASS), "10.11.1.7", get("/x").with("Authorization", "Basic YTpi")))
        .isEqualTo("401");
  }

  @Test
  void roles_are_those_of_the_section_and_no_others() {
    Configuration configuration =
        load(BASIC, "[roles]\nadmin = operator\n", BYPASS, "roles = viewer, guest\n");

    Decision.Admit admit = (Decision.Admit) decide(configuration, "10.11.1.7", get("/x"));
    assertThat(admit.identity().roles()).containsExactlyInAnyOrder("viewer", "guest");
  }

  @Test
  void a_user_of_the_store_must_be_there_and_active() {
    Configuration configuration =
        load("[authentication]\ntype = basic\n[store]\nurl = memory\n", BYPASS);
    UserStore users = configuration.shared(UserStore.class).orElseThrow();
    Secret hash =
        Secret.of(PasswordHash.hash(Secret.of("correct horse"), PasswordHash.LOWEST_NEW_COST));

    assertThat(outcome(configuration, "10.11.1.7", get("/x"))).isEqualTo("401");
    users.add("operator", hash, Set.of("admin"));
    assertThat(outcome(configuration, "10.11.1.7", get("/x"))).isEqualTo("bypass:operator[]");
    users.disable("operator");
    assertThat(outcome(configuration, "10.11.1.7", get("/x"))).isEqualTo("401");
  }

  @Test
  void there_is_a_warning_at_every_start() {
    assertThat(load(BASIC, BYPASS).warnings())
        .anyMatch(warning -> warning.message().contains("operator without proving it"));
  }

  @Test
  void the_audit_hears_of_each_address_every_ten_minutes() {
    List<AuditEvent> heard = new ArrayList<>();
    AtomicReference<Instant> now = new AtomicReference<>(NOON.instant());
    BypassAuthenticator bypass = new BypassAuthenticator(
        Networks.of(List.of("10.11.1.0/24")),
        TrustedProxies.none(),
        KnownHosts.of(List.of(), TrustedProxies.none()),
        "operator",
        Set.of(),
        name -> true,
        OriginCheck.of(List.of()),
        Audit.of(heard::add),
        now::get);

    for (String peer : List.of("10.11.1.7", "10.11.1.7", "10.11.1.8", "203.0.113.1")) {
      bypass.authenticate(new From(peer, TrustedProxies.none(), get("/x")));
    }
    now.updateAndGet(time -> time.plusSeconds(600));
    bypass.authenticate(new From("10.11.1.7", TrustedProxies.none(), get("/x")));

    assertThat(heard)
        .extracting(AuditEvent::type, AuditEvent::outcome, AuditEvent::client, AuditEvent::subject)
        .containsExactly(
            tuple(AuditType.BYPASS, AuditEvent.Outcome.SUCCESS, "10.11.1.7", "operator"),
            tuple(AuditType.BYPASS, AuditEvent.Outcome.SUCCESS, "10.11.1.8", "operator"),
            tuple(AuditType.BYPASS, AuditEvent.Outcome.SUCCESS, "10.11.1.7", "operator"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user = operator~hosts = 10.11.1.11:8090, 10.11.1.11  | client writes the host name into its request itself",
        "user = operator~hosts = 10.11.1.11                   | networks = 10.11.1.0/24",
        "user = operator                                      | No addresses are named",
        "networks = 10.11.1.0/24                              | [bypass] needs it",
        "networks = 0.0.0.0/0~user = operator                 | nearly everybody",
        "networks = 10.11.1.11:8090~user = operator           | write addresses",
        "networks = 10.11.1.0/24~user = operator~addressed_as = nas.lan:8090 | no host; write the name without a port",
      })
  void what_would_let_in_more_than_was_meant_stops_the_start(String lines, String message) {
    assertThatThrownBy(() -> load(BASIC, "[bypass]\n", lines.replace("~", "\n"), "\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }
}
