package io.vestibule.auth.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.audit.Traced;
import io.vestibule.auth.issuer.App.Answer;
import io.vestibule.auth.testing.Decided;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What we issue: tokens, codes and their keys stand in no log, no row of the audit and no refusal. */
class SilentIssuerTest {
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final Traced log = Traced.start();
  private final App app = new App();
  private final Set<String> secrets = new TreeSet<>(List.of(VERIFIER, "correct horse"));
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void stop() {
    log.close();
  }

  private Answer tokens(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    secrets.add(answer.text("access_token"));
    secrets.add(answer.text("refresh_token"));
    said.add(answer.response().toString());
    return answer;
  }

  private void refused(Answer answer) {
    assertThat(answer.status()).isBetween(400, 403);
    said.add(answer.response().toString() + answer.members());
  }

  private void assertSilent() {
    SigningKey key = app.configuration.shared(SigningKeys.class).orElseThrow().signing();
    byte[] secret = key.secret().getEncoded();
    secrets.add(Base64.getUrlEncoder().encodeToString(secret));
    secrets.add(Base64.getEncoder().encodeToString(secret));
    secrets.add(Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(secret, secret.length - 32, secret.length)));
    String heard = Arrays.stream(AuditType.values())
        .map(type -> app.heard(type).toString())
        .collect(Collectors.joining());
    String all = log.text() + heard + said + key;
    assertThat(secrets).filteredOn(all::contains).isEmpty();
    assertThat(all).doesNotContain("eyJ", "vsr_", VERIFIER);
  }

  @Test
  void tokens_that_are_used_lost_forged_and_stolen() {
    Answer first = tokens(app.signIn());
    refused(app.signIn("password", "wrong horse"));
    secrets.add("wrong horse");
    Answer second = tokens(app.refresh(first.text("refresh_token")));
    for (String shown : List.of(
        second.text("access_token"),
        second.text("access_token") + "A",
        first.text("access_token").substring(9),
        second.text("refresh_token"),
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.")) {
      secrets.add(shown);
      said.add(app.with(shown, "/page").toString());
      said.add(app.with(shown, "/admin/x").toString());
      said.add(app.with(shown, "/read/x").toString());
    }
    app.pass(Duration.ofMinutes(2));
    refused(app.refresh(first.text("refresh_token")));
    refused(app.refresh(second.text("refresh_token")));
    refused(app.refresh("vsr_" + "canary4".repeat(10)));
    app.pass(Duration.ofHours(2));
    said.add(app.with(second.text("access_token"), "/page").toString());
    said.add(app.post("/auth/api/revoke", "token", second.text("refresh_token"))
        .response()
        .toString());
    assertThat(app.heard(AuditType.REPLAY)).isNotEmpty();
    assertSilent();
  }

  @Test
  void codes_that_are_used_once_twice_and_by_others() {
    String cookies = signedIn();
    for (int i = 0; i < 2; i++) {
      String code = code(cookies);
      refused(exchange(code, "redirect_uri", "https://evil.example/"));
      String other = code(cookies);
      refused(exchange(other, "pkce_code_verifier", VERIFIER.toLowerCase(java.util.Locale.ROOT)));
      String good = code(cookies);
      tokens(exchange(good));
      refused(exchange(good));
      refused(exchange(good + "x"));
      refused(app.post("/auth/api/token", "grant_type", good));
      refused(app.post("/auth/api/token", "grant_type", "refresh_token", "refresh_token", good));
    }
    assertSilent();
  }

  /** While the database is down: what cannot be written down is not written into the log either. */
  @Test
  void a_store_that_is_closed() throws Exception {
    Answer first = tokens(app.signIn());
    String cookies = signedIn();
    String code = code(cookies);
    app.store().close();
    said.add(app.refresh(first.text("refresh_token")).response().toString());
    said.add(exchange(code).response().toString());
    said.add(visit(address(), cookies).toString());
    said.add(app.with(first.text("access_token"), "/page").toString());
    assertThat(said.toString()).contains("503");
    assertThat(log.text()).contains("unavailable");
    secrets.removeIf(String::isEmpty);
    String all = log.text() + said;
    assertThat(secrets).filteredOn(all::contains).isEmpty();
    assertThat(all).doesNotContain("eyJ", "vsr_");
  }

  private static String address() {
    return "/auth/authorize?response_type=code&state=canary-state&redirect_uri="
        + URLEncoder.encode(App.CALLBACK, UTF_8) + "&pkce_code_challenge=" + CHALLENGE;
  }

  private String signedIn() {
    FakeRequest form = App.request("POST", "/auth/login").with("Sec-Fetch-Site", "same-origin");
    AuthResponse answer =
        app.post(form, "username", "ada", "password", "correct horse").response();
    String cookies = answer.headers().all("Set-Cookie").stream()
        .map(field -> field.split(";", 2)[0])
        .collect(Collectors.joining("; "));
    Arrays.stream(cookies.split("; ")).map(pair -> pair.split("=", 2)[1]).forEach(secrets::add);
    said.add(answer.toString());
    return cookies;
  }

  private AuthResponse visit(String target, String cookies) {
    FakeRequest request = FakeRequest.get(target)
        .at(App.ISSUER)
        .with("Accept", "text/html")
        .with("Sec-Fetch-Mode", "navigate")
        .with("Cookie", cookies);
    return Decided.answer(app.auth().decide(request, Form::empty));
  }

  private String code(String cookies) {
    AuthResponse page = visit(address(), cookies);
    String asked = ((Body.Page) page.body()).model().get("request").toString();
    FakeRequest form = App.request("POST", "/auth/authorize")
        .with("Sec-Fetch-Site", "same-origin")
        .with("Cookie", cookies);
    AuthResponse answer = app.post(form, "request", asked, "decision", "allow").response();
    String location = answer.headers().first("Location").orElseThrow();
    String code = URLDecoder.decode(location.replaceFirst(".*[?&]code=([^&]*).*", "$1"), UTF_8);
    secrets.addAll(List.of(asked, code));
    said.addAll(List.of(page.toString(), answer.toString()));
    return code;
  }

  private Answer exchange(String code, String... more) {
    String[] fields = new String[more.length + 6];
    System.arraycopy(
        new String[] {
          "authorization_code", code, "pkce_code_verifier", VERIFIER, "redirect_uri", App.CALLBACK
        },
        0,
        fields,
        0,
        6);
    System.arraycopy(more, 0, fields, 6, more.length);
    return app.post("/auth/api/token", fields);
  }
}
