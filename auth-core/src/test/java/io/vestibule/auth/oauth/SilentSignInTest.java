package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.Traced;
import io.vestibule.auth.cli.Main;
import io.vestibule.auth.cli.Terminal;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.testing.Call;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Fault;
import io.vestibule.auth.testing.Part;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a provider does: secret, code, state, nonce, verifier, tokens and keys stand in no log, not even at the level
 * trace, in no row of the audit and in no page.
 */
class SilentSignInTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Set<String> SECRET_PARAMETERS = Set.of(
      "code",
      "code_verifier",
      "state",
      "nonce",
      "client_secret",
      "client_assertion",
      "refresh_token",
      "id_token_hint");

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(NOW);
  private final List<AuditEvent> heard = new CopyOnWriteArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final Set<String> secrets = new TreeSet<>();
  private FakeProvider provider;
  private Traced log;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start(clock).keepsClaimsForUserinfo();
    log = Traced.start();
    secrets.add(FakeProvider.CLIENT_SECRET);
  }

  @AfterEach
  void stop() {
    log.close();
    provider.close();
  }

  private Configuration configuration(String... more) {
    String text = """
        [authentication]
        type = oauth
        issuer = %s
        client_id = app
        authorized_domains = example.com
        %s
        [store]
        url = jdbc:h2:mem:%s
        """.formatted(provider.issuer(), String.join("\n", more), folder.getFileName());
    Supplied listening = Supplied.nothing()
        .with(Audit.class, Audit.of(heard::add, event -> Audit.of().record(event)));
    return Configuration.parse("auth.ini", text, folder, clock, listening);
  }

  private Configuration configuration() {
    return configuration("client_secret = " + FakeProvider.CLIENT_SECRET);
  }

  /** As far as it goes; every page on the way, the last one is where it ends. */
  private void signIn(Browser browser) {
    AuthResponse answer = browser.get("/page");
    while (answer.status() == 303 && Browser.location(answer).startsWith("/")) {
      answer = browser.get(Browser.location(answer));
    }
    if (answer.status() == 303) {
      URI sent = URI.create(Browser.location(answer));
      remember(Browser.query(sent));
      String back = browser.answerOf(sent);
      remember(Browser.query(URI.create(back)));
      secrets.addAll(browser.jar().values());
      answer = browser.get(back);
      said(browser.get(back));
    }
    said(answer);
    secrets.addAll(browser.jar().values());
  }

  private void said(AuthResponse answer) {
    said.add(answer.status() + " " + answer.body());
  }

  private void remember(Map<String, String> parameters) {
    SECRET_PARAMETERS.forEach(
        name -> Optional.ofNullable(parameters.get(name)).ifPresent(secrets::add));
  }

  private void assertSilent(Object about) {
    for (Call call : provider.seen()) {
      remember(call.parameters());
      if (!call.authorization().isEmpty()) {
        secrets.add(call.authorization().split(" ", 2)[1]);
      }
    }
    secrets.removeIf(value -> value.length() < 6);
    String all = log.text() + said + heard;
    assertThat(secrets).as(String.valueOf(about)).filteredOn(all::contains).isEmpty();
    assertThat(all).as(String.valueOf(about)).doesNotContain("eyJ", "s3cret", "-----BEGIN");
  }

  @Test
  void whatever_is_wrong_with_the_answers_of_the_provider() {
    List<Fault> faults = Stream.of(Fault.values())
        .filter(fault -> fault.part() != Part.LOGOUT_TOKEN && fault.part() != Part.REFRESH)
        .filter(fault -> !fault.name().endsWith("_LATE"))
        .toList();
    for (Fault fault : faults) {
      provider.with(fault);
      try (Auth auth = configuration().auth()) {
        signIn(new Browser(auth));
      }
      assertSilent(fault);
    }
    assertThat(heard).hasSizeGreaterThan(faults.size());
    assertThat(log.text()).contains("sign-in refused, reference ");
  }

  @Test
  void a_sign_in_its_renewals_and_its_end() {
    provider.with();
    Configuration configuration = configuration();
    try (Auth auth = configuration.auth()) {
      Browser browser = new Browser(auth);
      signIn(browser);
      assertThat(browser.jar()).containsKey("vestibule_session");
      Renewals renewals = configuration.shared(Renewals.class).orElseThrow();
      for (Fault fault : Fault.of(Part.REFRESH).toList()) {
        clock.pass(Duration.ofMinutes(5));
        renewals.round();
        provider.with(fault);
        clock.pass(Duration.ofMinutes(5));
        renewals.round();
        provider.with();
        browser = new Browser(auth);
        signIn(browser);
      }
      said(browser.post("/auth/logout", Map.of()));
      assertThat(provider.seen("/token").stream()
              .filter(call -> call.parameters().containsKey("refresh_token")))
          .isNotEmpty();
    }
    assertSilent("renewals");
  }

  @Test
  void signing_out_at_the_provider() {
    try (Auth auth = configuration().auth()) {
      Browser browser = new Browser(auth);
      signIn(browser);
      List<String> tokens = new ArrayList<>();
      for (Fault fault : Fault.of(Part.LOGOUT_TOKEN).toList()) {
        provider.with(fault);
        tokens.add(provider.logoutToken("ann", provider.lastSid()));
      }
      provider.with();
      tokens.add(provider.logoutToken("ann", provider.lastSid()));
      tokens.add(tokens.get(tokens.size() - 1));
      tokens.add("canary.canary.canary");
      for (String token : tokens) {
        said(browser.postFromElsewhere(
            "/oauth/backchannel-logout", Map.of("logout_token", List.of(token))));
      }
      secrets.addAll(tokens);
      assertThat(log.text()).contains("a logout token from ");
      assertThat(heard).anyMatch(event -> event.reason().equals("back-channel"));
    }
    assertSilent("logout");
  }

  @Test
  void a_client_that_proves_itself_by_a_key() throws Exception {
    for (String type : List.of("RSA", "EC")) {
      byte[] key =
          KeyPairGenerator.getInstance(type).generateKeyPair().getPrivate().getEncoded();
      String encoded = Base64.getMimeEncoder().encodeToString(key);
      Files.writeString(
          folder.resolve("key.pem"),
          "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n");
      encoded.lines().forEach(secrets::add);
      for (Fault fault : List.of(Fault.CLIENT_REFUSED, Fault.TOKEN_DROPPED, Fault.NONCE_WRONG)) {
        provider.with(fault);
        try (Auth auth = configuration("private_key_file = key.pem").auth()) {
          signIn(new Browser(auth));
        }
      }
      assertSilent(type);
    }
  }

  /** A key that is no key, and a secret that is wrong: what the file and the command line say of them. */
  @Test
  void a_doctor_and_a_start_that_find_something_wrong() throws IOException {
    String half = "MIIEvcanary".repeat(12);
    secrets.add("canary");
    for (String pem : List.of(
        half,
        "-----BEGIN PRIVATE KEY-----\n" + half + "\n-----END PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\n" + half + "\n-----END RSA PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n" + half + "=\n-----END PRIVATE KEY-----\n")) {
      Files.writeString(folder.resolve("key.pem"), pem);
      doctor("private_key_file = key.pem");
    }
    for (Fault fault : List.of(Fault.CLIENT_REFUSED, Fault.TOKEN_DOWN, Fault.METADATA_NO_JSON)) {
      provider.with(fault);
      doctor("client_secret = canary canary");
      doctor("client_secret = canary canary\nclient_auth = post");
      doctor("client_secret = canary canary\nclient_auth = private_key_jwt");
    }
    provider.down();
    doctor("client_secret = canary canary");
    assertThat(said).hasSizeGreaterThan(20);
    assertThat(said.toString())
        .contains("has a block that is not base64")
        .doesNotContain("Last unit");
    assertSilent("doctor");
  }

  private void doctor(String proof) throws IOException {
    Path file =
        Files.writeString(folder.resolve("auth.ini"), """
        [authentication]
        type = oauth
        issuer = %s
        client_id = app
        anyone = yes
        %s
        """.formatted(provider.issuer(), proof));
    Main.run(List.of("doctor", "--config", file.toString()), new Lines(said));
    Main.run(List.of("check-config", file.toString()), new Lines(said));
  }

  /** A terminal of which only the lines count. */
  private record Lines(List<String> all) implements Terminal {

    @Override
    public void out(String line) {
      all.add(line);
    }

    @Override
    public void err(String line) {
      all.add(line);
    }

    @Override
    public boolean interactive() {
      return false;
    }

    @Override
    public Optional<Secret> ask(String prompt) {
      return Optional.empty();
    }

    @Override
    public Optional<Secret> line() {
      return Optional.empty();
    }

    @Override
    public Map<String, String> environment() {
      return Map.of();
    }

    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }
  }
}
