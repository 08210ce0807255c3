package io.vestibule.auth.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsApiTest {
  private static final String PATH = "/auth/api/tls";
  private static final String HASH = PasswordHash.hash(Secret.of("correct horse"), 10);
  private static final TestCertificate FIRST =
      TestCertificate.forLocalhost("EC", Duration.ofDays(90).plusHours(1));
  private static final TestCertificate SECOND =
      TestCertificate.forLocalhost("RSA", Duration.ofDays(60).plusHours(1));

  @TempDir
  Path folder;

  private final FakeClock clock = new FakeClock(Instant.now());
  private final List<AuditEvent> events = new ArrayList<>();
  private Configuration configuration;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("cert.pem"), FIRST.pem());
    Files.writeString(folder.resolve("key.pem"), FIRST.key());
    configuration = configured("upload = yes\n");
  }

  private Configuration configured(String more) {
    String text = """
        [authentication]
        type = session, basic
        [users]
        ada = %s:admin
        bob = %s
        [tls]
        certificate = cert.pem
        key = key.pem
        %s[rules]
        /** = user
        """.formatted(HASH, HASH, more);
    return Configuration.parse(
        "auth.ini",
        text,
        folder,
        clock,
        new Supplied(Map.of(), List.of()).with(Audit.class, Audit.of(events::add)));
  }

  private AuthResponse send(FakeRequest request, Map<String, String> fields) {
    Map<String, List<String>> form = fields.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, field -> List.of(field.getValue())));
    Decision decision = configuration
        .auth()
        .decide(request.with("Accept", "application/json"), () -> new Form(form));
    return Decided.answer(decision);
  }

  private static FakeRequest basic(String method, String name) {
    byte[] both = (name + ":correct horse").getBytes(UTF_8);
    return FakeRequest.request(method, PATH)
        .with("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
  }

  private FakeRequest session(String method, String name) {
    AuthResponse in = send(
        FakeRequest.request("POST", "/auth/api/login").with("Sec-Fetch-Site", "same-origin"),
        Map.of("username", name, "password", "correct horse"));
    String cookies = in.headers().all("Set-Cookie").stream()
        .map(cookie -> cookie.split(";", 2)[0])
        .collect(Collectors.joining("; "));
    return FakeRequest.request(method, PATH)
        .with("Cookie", cookies)
        .with("Sec-Fetch-Site", "same-origin");
  }

  private static Map<String, String> pair(TestCertificate made) {
    return Map.of("certificate", made.pem(), "key", made.key());
  }

  private static Map<?, ?> json(AuthResponse answer) {
    return (Map<?, ?>) ((Body.Json) answer.body()).members();
  }

  private String file(String name) throws Exception {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void an_administrator_sees_how_the_certificate_is() {
    AuthResponse answer = send(basic("GET", "ada"), Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().first("Cache-Control")).contains("no-store");
    assertThat(json(answer).toString())
        .contains("subject=CN=localhost", "issuer=CN=localhost", "names=[localhost, 127.0.0.1]")
        .contains("days_left=90", "source=cert.pem", "not_before=", "not_after=")
        .doesNotContain("fault=", folder.toString());
  }

  @Test
  void the_answer_says_where_the_files_hold_something_else() throws Exception {
    Files.writeString(folder.resolve("key.pem"), SECOND.key());
    clock.pass(Duration.ofSeconds(2));

    assertThat(json(send(basic("GET", "ada"), Map.of())).get("fault").toString())
        .contains("does not belong to the certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void nobody_else_sees_it_or_changes_it(String method) throws Exception {
    assertThat(send(FakeRequest.request(method, PATH), pair(SECOND)).status()).isEqualTo(401);
    assertThat(send(basic(method, "bob"), pair(SECOND)).status())
        .isEqualTo(method.equals("GET") ? 403 : 401);
    assertThat(send(session(method, "bob"), pair(SECOND)).status()).isEqualTo(403);
    assertThat(file("cert.pem")).isEqualTo(FIRST.pem());
  }

  @Test
  void an_administrator_at_a_browser_replaces_both_without_a_restart() throws Exception {
    AuthResponse answer = send(session("PUT", "ada"), pair(SECOND));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(json(answer).get("days_left")).isEqualTo(60L);
    assertThat(configuration.shared(Tls.class).orElseThrow().status().notAfter())
        .isEqualTo(SECOND.certificate().getNotAfter().toInstant());
    assertThat(file("cert.pem")).isEqualTo(SECOND.pem());
    assertThat(file("key.pem")).isEqualTo(SECOND.key());
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key.pem"))))
        .isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("cert.pem", "key.pem");
    assertThat(events)
        .filteredOn(event -> event.type().word().equals("certificate-replaced"))
        .extracting(AuditEvent::subject)
        .containsExactly("ada");
  }

  @Test
  void links_to_the_files_stay_links() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real"));
    for (String name : List.of("cert.pem", "key.pem")) {
      Files.move(folder.resolve(name), real.resolve(name));
      Files.createSymbolicLink(folder.resolve(name), Path.of("real", name));
    }
    assertThat(send(session("PUT", "ada"), pair(SECOND)).status()).isEqualTo(200);

    assertThat(folder.resolve("key.pem")).isSymbolicLink();
    assertThat(file("key.pem")).isEqualTo(SECOND.key());
  }

  @Test
  void neither_a_password_with_the_request_nor_an_old_sign_in_is_enough() throws Exception {
    assertThat(send(basic("PUT", "ada"), pair(SECOND)).status()).isEqualTo(401);
    FakeRequest late = session("PUT", "ada");
    clock.pass(Duration.ofMinutes(11));
    assertThat(send(late, pair(SECOND)).status()).isEqualTo(401);
    assertThat(file("cert.pem")).isEqualTo(FIRST.pem());
  }

  @Test
  void another_site_cannot_make_the_browser_send_one() throws Exception {
    FakeRequest foreign = session("PUT", "ada").with("Sec-Fetch-Site", "cross-site");
    AuthResponse refused = send(
        FakeRequest.request("PUT", PATH)
            .with("Cookie", foreign.header("Cookie").orElseThrow())
            .with("Sec-Fetch-Site", "cross-site"),
        pair(SECOND));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(file("cert.pem")).isEqualTo(FIRST.pem());
  }

  @Test
  void what_cannot_be_used_is_said_and_no_file_changes() throws Exception {
    FakeRequest put = session("PUT", "ada");
    TestCertificate old = TestCertificate.of(
        "EC", "a", clock.instant().minusSeconds(100), clock.instant().minusSeconds(50));
    AuthResponse mixed = send(put, Map.of("certificate", SECOND.pem(), "key", FIRST.key()));
    AuthResponse over = send(put, pair(old));
    AuthResponse missing = send(put, Map.of("certificate", SECOND.pem()));

    assertThat(mixed.status()).isEqualTo(422);
    assertThat(json(mixed).get("type")).isEqualTo("unusable-key");
    assertThat(json(over).get("type")).isEqualTo("unusable-certificate");
    assertThat(json(over).get("detail").toString()).contains("ended at", "renew it");
    assertThat(json(missing).get("type")).isEqualTo("missing-field");
    assertThat(json(missing).get("missing")).isEqualTo(List.of("key"));
    assertThat(file("cert.pem") + file("key.pem")).isEqualTo(FIRST.pem() + FIRST.key());
    assertThat(mixed.toString() + over)
        .doesNotContain(FIRST.key().lines().toList().get(1));
  }

  @Test
  void files_that_are_gone_meanwhile_are_no_fault_of_the_server() throws Exception {
    Files.delete(folder.resolve("key.pem"));
    AuthResponse answer = send(session("PUT", "ada"), pair(SECOND));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(json(answer).get("type")).isEqualTo("not-writable");
    assertThat(file("cert.pem")).isEqualTo(FIRST.pem());
    assertThat(folder.toFile().list()).containsExactly("cert.pem");
  }

  @Test
  void without_upload_nobody_replaces_it() throws Exception {
    configuration = configured("");

    assertThat(send(session("PUT", "ada"), pair(SECOND)).status()).isEqualTo(405);
    assertThat(send(session("GET", "ada"), Map.of()).status()).isEqualTo(200);
    assertThat(file("cert.pem")).isEqualTo(FIRST.pem());
  }

  @Test
  void one_file_with_both_is_replaced_as_one() throws Exception {
    Files.writeString(folder.resolve("cert.pem"), FIRST.pem() + FIRST.key());
    Files.delete(folder.resolve("key.pem"));
    Files.createSymbolicLink(folder.resolve("key.pem"), Path.of("cert.pem"));
    configuration = configured("upload = yes\n");

    assertThat(send(session("PUT", "ada"), pair(SECOND)).status()).isEqualTo(200);
    assertThat(file("cert.pem")).contains(SECOND.pem().strip(), SECOND.key().strip());
  }

  @Test
  void a_private_key_that_comes_with_the_certificate_does_not_get_into_its_file() throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("cert.pem"), PosixFilePermissions.fromString("rw-r--r--"));
    String bundle = "Bag Ω – all of it\n" + SECOND.key() + SECOND.pem();

    assertThat(send(session("PUT", "ada"), Map.of("certificate", bundle, "key", bundle))
            .status())
        .isEqualTo(200);
    assertThat(file("cert.pem")).isEqualTo(SECOND.pem());
    assertThat(file("key.pem")).isEqualTo(SECOND.key());
  }

  @Test
  void a_bundle_that_is_sent_as_both_makes_one_file_with_which_the_next_start_goes_well()
      throws Exception {
    Files.writeString(folder.resolve("cert.pem"), FIRST.pem() + FIRST.key());
    Files.delete(folder.resolve("key.pem"));
    Files.createSymbolicLink(folder.resolve("key.pem"), Path.of("cert.pem"));
    configuration = configured("upload = yes\n");
    String bundle = SECOND.pem() + SECOND.key();

    assertThat(send(session("PUT", "ada"), Map.of("certificate", bundle, "key", bundle))
            .status())
        .isEqualTo(200);
    assertThat(file("cert.pem")).isEqualTo(bundle);
    assertThat(configured("").shared(Tls.class).orElseThrow().status().notAfter())
        .isEqualTo(SECOND.certificate().getNotAfter().toInstant());
  }

  @Test
  void the_document_describes_it() {
    assertThat(send(FakeRequest.get("/auth/api/openapi.json"), Map.of()).body().toString())
        .contains("\"/auth/api/tls\"");
  }
}
