package io.vestibule.auth.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Need;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.throttle.Limits;
import io.vestibule.auth.throttle.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestAuthenticatorTest {
  private static final String REALM = "Back office";
  private static final String TARGET = "/orders?id=7";

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final DigestUser ada =
      DigestUser.ofPassword("ada", Set.of("admin"), REALM, Secret.of("swordfish"));
  private final DigestUser jurgen =
      DigestUser.ofPassword("jürgen", Set.of(), REALM, Secret.of("größe€"));
  private final DigestUsers users =
      name -> Stream.of(ada, jurgen).filter(user -> user.name().equals(name)).findFirst();
  private final DigestAuthenticator digest = with(builder());

  @Test
  void offers_sha_256_with_everything_that_a_client_must_send_back() {
    String challenge = challenge(digest);

    assertThat(challenge)
        .startsWith("Digest realm=\"Back office\", qop=\"auth\", algorithm=SHA-256, nonce=\"")
        .endsWith(", charset=\"UTF-8\"")
        .contains("opaque=\"")
        .doesNotContain("stale")
        .doesNotContain("userhash");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SHA-256", "SHA-256-sess", "MD5", "MD5-sess", "SHA-512-256", "SHA-512-256-sess"})
  void lets_in_whoever_knows_the_password_by_every_algorithm_that_is_offered(String algorithm) {
    DigestAuthenticator all = offering(algorithm);

    assertThat(ask(all, client().answer(challenge(all), "GET", TARGET, 1)))
        .isInstanceOfSatisfying(AuthResult.Authenticated.class, known -> {
          assertThat(known.identity().subject()).isEqualTo("ada");
          assertThat(known.identity().scheme()).isEqualTo("DIGEST");
          assertThat(known.identity().roles()).containsExactly("admin");
          assertThat(known.identity().methods()).containsExactly("pwd");
        });
    assertThat(reason(
            ask(all, new DigestClient("ada", "wrong").answer(challenge(all), "GET", TARGET, 1))))
        .isEqualTo(Reason.INVALID);
  }

  @Test
  void the_audit_hears_of_a_sign_in_once_and_of_a_count_that_is_used_again() {
    List<AuditEvent> heard = new ArrayList<>();
    DigestAuthenticator told = with(builder().audit(Audit.of(heard::add)));
    String challenge = challenge(told);
    for (int count = 1; count <= 3; count++) {
      assertThat(ask(told, client().answer(challenge, "GET", TARGET, count)))
          .isInstanceOf(AuthResult.Authenticated.class);
    }

    AuthResult again = ask(told, client().answer(challenge, "GET", TARGET, 3));

    assertThat(reason(again)).isEqualTo(Reason.EXPIRED);
    assertThat(((AuthResult.Rejected) again).audited()).isTrue();
    assertThat(heard)
        .extracting(AuditEvent::type, AuditEvent::subject, AuditEvent::reason)
        .containsExactly(
            tuple(AuditType.LOGIN, "ada", ""), tuple(AuditType.REPLAY, "ada", "count-used"));
  }

  @Test
  void the_best_algorithm_is_offered_first_however_they_are_listed() {
    DigestAuthenticator three = with(builder()
        .algorithms(DigestAlgorithm.MD5, DigestAlgorithm.SHA_512_256, DigestAlgorithm.SHA_256));

    assertThat(three.challenges(signIn()))
        .extracting(challenge -> DigestClient.parameters(challenge.toString()).get("algorithm"))
        .containsExactly("SHA-256", "SHA-512-256", "MD5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-512-256", "SHA-256-sess"})
  void an_algorithm_that_was_not_offered_is_refused(String algorithm) {
    DigestClient client = answered();

    assertThat(reason(ask(digest, client.saying("algorithm", algorithm))))
        .isEqualTo(Reason.INVALID);
  }

  @Test
  void without_an_algorithm_it_is_md5_which_was_not_offered() {
    assertThat(ask(digest, answered().without("algorithm")))
        .isInstanceOf(AuthResult.Rejected.class);
    DigestAuthenticator md5 = offering("MD5");
    assertThat(ask(md5, client().answer(challenge(md5), "GET", TARGET, 1).without("algorithm")))
        .isInstanceOf(AuthResult.Authenticated.class);
  }

  @Test
  void a_nonce_that_the_host_no_longer_wants_is_refused_though_it_served_before() {
    Set<String> wanted = new HashSet<>();
    DigestAuthenticator hosts = with(builder().nonces(new Nonces() {
      @Override
      public String issue() {
        wanted.add("of-the-host");
        return "of-the-host";
      }

      @Override
      public Optional<Instant> issuedAt(String nonce) {
        return Optional.of(clock.instant()).filter(now -> wanted.contains(nonce));
      }
    }));
    String challenge = challenge(hosts);
    assertThat(ask(hosts, client().answer(challenge, "GET", TARGET, 1)))
        .isInstanceOf(AuthResult.Authenticated.class);

    wanted.clear();

    assertThat(reason(ask(hosts, client().answer(challenge, "GET", TARGET, 2))))
        .isEqualTo(Reason.EXPIRED);
  }

  @Test
  void tells_the_client_that_it_knows_the_secret_too() {
    DigestClient client = answered();
    AuthResult.Authenticated known = (AuthResult.Authenticated) ask(digest, client);
    Map<String, String> info = DigestClient.parameters(
        known.responseHeaders().first("Authentication-Info").orElseThrow());

    assertThat(info).containsEntry("rspauth", client.response("")).containsEntry("qop", "auth");
    assertThat(info).containsEntry("nc", "00000001").containsEntry("cnonce", "0a4f113b");
    assertThat(info).doesNotContainKey("nextnonce");
  }

  @Test
  void gives_the_next_nonce_in_time() {
    String challenge = challenge(digest);
    clock.pass(Duration.ofMinutes(3));
    AuthResult.Authenticated known =
        (AuthResult.Authenticated) ask(digest, client().answer(challenge, "GET", TARGET, 1));
    String next = DigestClient.parameters(
            known.responseHeaders().first("Authentication-Info").orElseThrow())
        .get("nextnonce");
    clock.pass(Duration.ofMinutes(3));

    assertThat(reason(ask(digest, client().answer(challenge, "GET", TARGET, 2))))
        .isEqualTo(Reason.EXPIRED);
    assertThat(ask(digest, client().answer(challenge, "GET", TARGET, 1).saying("nonce", next)))
        .isInstanceOf(AuthResult.Authenticated.class);
  }

  @Test
  void a_request_that_was_overheard_is_worth_nothing() {
    DigestClient client = answered();

    assertThat(ask(digest, client)).isInstanceOf(AuthResult.Authenticated.class);
    assertThat(reason(ask(digest, client))).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void counts_may_come_in_any_order_and_each_of_them_once() {
    String challenge = challenge(digest);

    for (int count : new int[] {3, 1, 2, 40, 39, 100, 50}) {
      assertThat(ask(digest, client().answer(challenge, "GET", TARGET, count)))
          .isInstanceOf(AuthResult.Authenticated.class);
    }
    for (int count : new int[] {1, 3, 39, 40, 100, 50, 36}) {
      assertThat(reason(ask(digest, client().answer(challenge, "GET", TARGET, count))))
          .isEqualTo(Reason.EXPIRED);
    }
  }

  @Test
  void of_many_at_once_one_wins() throws Exception {
    DigestClient client = answered();
    String header = client.header();
    Callable<Boolean> attempt =
        () -> digest.authenticate(FakeRequest.get(TARGET).with("Authorization", header))
            instanceof AuthResult.Authenticated;
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      long winners = 0;
      for (Future<Boolean> one :
          threads.invokeAll(Stream.generate(() -> attempt).limit(32).toList())) {
        winners += one.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void an_old_nonce_is_stale_for_whoever_knows_the_password_and_no_hint_for_others() {
    DigestClient right = answered();
    DigestClient wrong =
        new DigestClient("ada", "wrong").answer(challenge(digest), "GET", TARGET, 1);
    clock.pass(Duration.ofMinutes(6));

    assertThat(reason(ask(digest, right))).isEqualTo(Reason.EXPIRED);
    assertThat(reason(ask(digest, wrong))).isEqualTo(Reason.INVALID);
    assertThat(retry(right, (AuthResult.Rejected) ask(digest, right))).contains("stale=true");
    assertThat(retry(wrong, (AuthResult.Rejected) ask(digest, wrong))).doesNotContain("stale");
  }

  @Test
  void a_nonce_of_somebody_else_is_stale_too() {
    assertThat(reason(ask(digest, answered().saying("nonce", "made-up"))))
        .isEqualTo(Reason.EXPIRED);
    String foreign = challenge(with(builder()));
    DigestClient client = client().answer(foreign, "GET", TARGET, 1);
    client.shown.put("opaque", DigestClient.parameters(challenge(digest)).get("opaque"));
    assertThat(reason(ask(digest, client))).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void a_nonce_that_was_changed_is_not_ours() {
    String nonce = DigestClient.parameters(challenge(digest)).get("nonce");
    for (int i = 0; i < nonce.length(); i++) {
      char other = nonce.charAt(i) == 'A' ? 'B' : 'A';
      String changed = nonce.substring(0, i) + other + nonce.substring(i + 1);
      assertThat(ask(digest, answered().saying("nonce", changed)))
          .isInstanceOf(AuthResult.Rejected.class);
    }
  }

  @Test
  void credentials_of_another_realm_are_somebody_elses() {
    assertThat(ask(digest, answered().saying("realm", "Shop")))
        .isEqualTo(AuthResult.notAttempted());
  }

  @ParameterizedTest
  @CsvSource({
    "uri, /orders",
    "uri, /orders?id=8",
    "uri, /admin",
    "uri, *",
    "uri, http://elsewhere/orders?id=7",
    "opaque, other",
    "qop, auth-int",
    "qop, AUTH-INT",
    "qop, none",
    "userhash, true"
  })
  void what_is_not_as_it_was_offered_is_refused(String name, String value) {
    assertThat(reason(ask(digest, answered().saying(name, value)))).isEqualTo(Reason.INVALID);
  }

  @Test
  void a_proof_for_one_method_is_none_for_another() {
    FakeRequest post =
        FakeRequest.request("POST", TARGET).with("Authorization", answered().header());
    assertThat(reason(digest.authenticate(post))).isEqualTo(Reason.INVALID);
  }

  @Test
  void the_uri_may_be_absolute() {
    assertThat(ask(digest, answered().saying("uri", "http://localhost/orders?id=7")))
        .isInstanceOf(AuthResult.Authenticated.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"username", "realm", "nonce", "uri", "response", "nc", "cnonce", "opaque"})
  void what_is_missing_is_refused(String name) {
    DigestClient client = answered();
    client.shown.remove(name);
    assertThat(ask(digest, client)).isInstanceOf(AuthResult.Rejected.class);
  }

  @Test
  void without_qop_is_a_downgrade_unless_it_is_allowed() {
    DigestAuthenticator old = with(builder().insecureWithoutQop());

    assertThat(reason(ask(digest, answered().without("qop")))).isEqualTo(Reason.INVALID);
    assertThat(ask(old, client().answer(challenge(old), "GET", TARGET, 1).without("qop")))
        .isInstanceOf(AuthResult.Authenticated.class);
    assertThat(ask(old, client().answer(challenge(old), "GET", TARGET, 1)))
        .isInstanceOf(AuthResult.Authenticated.class);
  }

  @Test
  void a_uri_without_the_query_is_refused_unless_it_is_allowed() {
    DigestAuthenticator old = with(builder().insecureUriWithoutQuery());
    DigestClient client = client().answer(challenge(old), "GET", "/orders", 1);

    assertThat(ask(old, client)).isInstanceOf(AuthResult.Authenticated.class);
    assertThat(ask(old, client().answer(challenge(old), "GET", "/admin", 1)))
        .isInstanceOf(AuthResult.Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Digest",
        "Digest ",
        "Digest ,,,",
        "Digest abc",
        "Digest username",
        "Digest username=",
        "Digest =ada",
        "Digest username=\"ada",
        "Digest username=\"ada\\",
        "Digest username=\"ada\" realm=\"Back office\"",
        "Digest username=ada, username=ada",
        "Digest username=ada, USERNAME=ada",
        "Digest \ud800",
        "Digest {\"username\":\"ada\"}"
      })
  void what_cannot_be_read_is_refused(String field) {
    assertThat(reason(digest.authenticate(FakeRequest.get("/").with("Authorization", field))))
        .isEqualTo(Reason.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({
    "nc, 1",
    "nc, 0000000g",
    "nc, 00000000",
    "nc, -0000001",
    "nc, 000000001",
    "nc, ''",
    "response, ''",
    "response, abc",
    "response, ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ",
    "algorithm, SHA-1",
    "algorithm, -sess",
    "userhash, maybe",
    "nonce, ''",
    "nonce, é",
    "cnonce, ''",
    "cnonce, 'a b'",
    "uri, ''",
    "uri, /ö",
    "qop, ''",
    "username, ''"
  })
  void a_malformed_field_is_refused(String name, String value) {
    DigestClient client = answered();
    client.shown.put(name, value);
    assertThat(reason(ask(digest, client))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void a_nonce_of_the_client_s_own_that_would_outgrow_the_answer_is_refused() {
    assertThat(ask(digest, answered().saying("cnonce", "c".repeat(256))))
        .isInstanceOf(AuthResult.Authenticated.class);
    assertThat(reason(ask(digest, answered().saying("cnonce", "c".repeat(257)))))
        .isEqualTo(Reason.MALFORMED);
  }

  @Test
  void a_field_of_more_than_16_kibibytes_is_not_read() {
    DigestClient client = answered();
    client.shown.put("more", "x".repeat(17_000));
    assertThat(reason(ask(digest, client))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void what_names_another_scheme_or_none_is_somebody_elses() {
    for (String field : List.of("Basic YTpi", "Digestive a=b", "", "Bearer x")) {
      assertThat(digest.authenticate(FakeRequest.get("/").with("Authorization", field)))
          .isEqualTo(AuthResult.notAttempted());
    }
    assertThat(digest.authenticate(FakeRequest.get("/"))).isEqualTo(AuthResult.notAttempted());
  }

  @Test
  void the_scheme_and_the_names_ignore_case() {
    String header =
        answered().header().replace("Digest ", "dIGEST  ").replace("username=", "UserName = ");
    assertThat(digest.authenticate(FakeRequest.get(TARGET).with("Authorization", header)))
        .isInstanceOf(AuthResult.Authenticated.class);
  }

  @Test
  void names_and_passwords_are_utf_8_however_the_container_hands_them_on() {
    String header = new DigestClient("jürgen", "größe€")
        .answer(challenge(digest), "GET", TARGET, 1)
        .header();
    String bytes = new String(
        header.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThat(digest.authenticate(FakeRequest.get(TARGET).with("Authorization", bytes)))
        .isInstanceOf(AuthResult.Authenticated.class);
    String again = new DigestClient("jürgen", "größe€")
        .answer(challenge(digest), "GET", TARGET, 1)
        .header();
    assertThat(digest.authenticate(FakeRequest.get(TARGET).with("Authorization", again)))
        .isInstanceOf(AuthResult.Authenticated.class);
  }

  @Test
  void a_name_may_be_encoded_and_then_stands_alone() {
    DigestClient client =
        new DigestClient("jürgen", "größe€").answer(challenge(digest), "GET", TARGET, 1);
    client.shown.remove("username");
    client.shown.put("username*", "UTF-8''j%C3%BCrgen");
    assertThat(ask(digest, client)).isInstanceOf(AuthResult.Authenticated.class);

    for (String broken : List.of("UTF-8''%zz", "UTF-8''%ff", "latin1''ada", "ada", "UTF-8''")) {
      client.shown.put("username*", broken);
      assertThat(reason(ask(digest, client))).isEqualTo(Reason.MALFORMED);
    }
    client.shown.put("username", "ada");
    client.shown.put("username*", "UTF-8''ada");
    assertThat(reason(ask(digest, client))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void an_unknown_user_is_refused_like_a_wrong_password() {
    assertThat(
            ask(digest, new DigestClient("eve", "x").answer(challenge(digest), "GET", TARGET, 1)))
        .isEqualTo(
            ask(digest, new DigestClient("ada", "x").answer(challenge(digest), "GET", TARGET, 1)));
  }

  @Test
  void guessing_is_limited_as_for_every_password() {
    for (int i = 0; i < 5; i++) {
      assertThat(reason(ask(
              digest, new DigestClient("ada", "x").answer(challenge(digest), "GET", TARGET, 1))))
          .isEqualTo(Reason.INVALID);
    }
    assertThat(reason(ask(digest, answered()))).isEqualTo(Reason.THROTTLED);
    clock.pass(Duration.ofMinutes(30));
    assertThat(ask(digest, answered())).isInstanceOf(AuthResult.Authenticated.class);
  }

  @Test
  void an_expired_nonce_is_no_guess() {
    for (int i = 0; i < 20; i++) {
      DigestClient client = answered();
      clock.pass(Duration.ofMinutes(6));
      assertThat(reason(ask(digest, client))).isEqualTo(Reason.EXPIRED);
    }
  }

  @Test
  void an_unsafe_request_that_another_site_made_the_browser_send_is_refused() {
    DigestClient client = client().answer(challenge(digest), "POST", TARGET, 1);
    FakeRequest post = FakeRequest.request("POST", TARGET).with("Authorization", client.header());

    assertThat(reason(digest.authenticate(post.with("Sec-Fetch-Site", "cross-site"))))
        .isEqualTo(Reason.CROSS_SITE);
    assertThat(digest.authenticate(post)).isInstanceOf(AuthResult.Authenticated.class);
  }

  @Test
  void users_that_cannot_be_looked_up_now_are_no_wrong_passwords() {
    DigestAuthenticator down = DigestAuthenticator.of(REALM, name -> {
      throw new AuthUnavailableException("the directory is down", Duration.ofSeconds(5));
    });
    assertThatThrownBy(() -> ask(down, client().answer(challenge(down), "GET", TARGET, 1)))
        .isInstanceOf(AuthUnavailableException.class);
  }

  @Test
  void an_application_can_sign_a_user_in_by_name_and_password() {
    FakeRequest request = FakeRequest.get("/");
    assertThat(digest.login(request, new UsernamePassword("ada", Secret.of("swordfish"))))
        .isInstanceOf(AuthResult.Authenticated.class);
    assertThat(reason(digest.login(request, new UsernamePassword("ada", Secret.of("wrong")))))
        .isEqualTo(Reason.INVALID);
    assertThat(reason(digest.login(request, new UsernamePassword("eve", Secret.of("swordfish")))))
        .isEqualTo(Reason.INVALID);
    assertThat(digest.find("ada")).isPresent();
    assertThat(digest.find("eve")).isEmpty();
  }

  @Test
  void whoever_came_by_digest_has_proved_all_that_it_can() {
    Need need = new Need.StepUp(
        FakeRequest.get("/"), Requirement.SIGNED_IN, digest.find("ada").orElseThrow());
    assertThat(digest.challenges(need)).isEmpty();
  }

  @Test
  void a_realm_that_would_end_the_quotation_is_escaped_or_refused() {
    assertThat(
            DigestAuthenticator.of("a \"b\"", users).challenges(signIn()).get(0).toString())
        .contains("realm=\"a \\\"b\\\"\"");
    assertThatThrownBy(() -> DigestAuthenticator.of("ä", users))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DigestAuthenticator.of("a\r\nSet-Cookie: x", users))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private DigestBuilder builder() {
    return DigestAuthenticator.builder(REALM, users)
        .clock(clock)
        .throttle(Throttle.inMemory(Limits.DEFAULT, clock));
  }

  private static DigestAuthenticator with(DigestBuilder builder) {
    return builder.build();
  }

  private DigestAuthenticator offering(String variant) {
    return with(builder().variants(List.of(DigestVariant.parse(variant).orElseThrow())));
  }

  private static DigestClient client() {
    return new DigestClient("ada", "swordfish");
  }

  private DigestClient answered() {
    return client().answer(challenge(digest), "GET", TARGET, 1);
  }

  private static String challenge(DigestAuthenticator digest) {
    return digest.challenges(signIn()).get(0).toString();
  }

  private static Need signIn() {
    return new Need.SignIn(FakeRequest.get("/"), Requirement.SIGNED_IN);
  }

  private String retry(DigestClient client, AuthResult.Rejected rejected) {
    FakeRequest request = FakeRequest.get(TARGET).with("Authorization", client.header());
    List<Challenge> again =
        digest.challenges(new Need.Retry(request, Requirement.SIGNED_IN, rejected));
    return again.get(0).toString();
  }

  private static AuthResult ask(DigestAuthenticator digest, DigestClient client) {
    return digest.authenticate(FakeRequest.get(TARGET).with("Authorization", client.header()));
  }

  private static Reason reason(AuthResult result) {
    assertThat(result).isInstanceOf(AuthResult.Rejected.class);
    return Optional.of(result)
        .map(AuthResult.Rejected.class::cast)
        .orElseThrow()
        .reason();
  }
}
