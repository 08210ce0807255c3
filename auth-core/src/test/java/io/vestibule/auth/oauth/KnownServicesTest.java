package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Identity;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.Written;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole sign-ins with the services that are known by name, each in the manner of its documents, with a stand-in. */
class KnownServicesTest {
  private static final String TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";
  private static final String MICROSOFT = "https://login.microsoftonline.com/" + TENANT + "/v2.0";

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T10:00:00Z"));
  private StandIn service;

  @BeforeEach
  void start() throws IOException {
    service = new StandIn();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  /**
   * What a service says of somebody.
   *
   * @param profile what answers to the access token; empty where it is not asked
   * @param claims of the ID token; empty where there is none
   * @param outcome the name here, or the code of the page
   */
  private record Case(String provider, String more, String profile, String claims, String outcome) {

    boolean goesWell() {
      return !outcome.startsWith("oauth-");
    }

    @Override
    public String toString() {
      return provider + " " + more + ": " + outcome;
    }
  }

  static Stream<Case> cases() {
    String domain = "authorized_domains = example.com";
    String nelly = "{\"id\":\"80351110224678912\",\"username\":\"nelly\",\"discriminator\":\"0\","
        + "\"avatar\":null,\"email\":\"Nelly@example.com\",\"verified\":%s,\"mfa_enabled\":true}";
    String facebook = "{\"id\":\"10159000\",\"name\":\"Ada L\",\"email\":\"ada@example.com\"}";
    String twitch =
        "{\"iss\":\"https://id.twitch.tv/oauth2\",\"sub\":\"713936733\",\"azp\":\"app\","
            + "\"email\":\"ada@example.com\",\"email_verified\":%s,\"preferred_username\":\"Ada\"}";
    String yandex = "{\"id\":\"1000034426\",\"login\":\"ivan\",\"client_id\":\"app\","
        + "\"default_email\":\"ivan@example.com\",\"emails\":[\"other@evil.example\"],\"psuid\":\"1\"}";
    String microsoft = "{\"iss\":\"%s\",\"tid\":\"" + TENANT + "\",\"sub\":\"AAAA\",\"oid\":\"o\","
        + "\"email\":\"ada@example.com\",\"name\":\"Ada\",\"ver\":\"2.0\"%s}";
    return Stream.of(
        new Case("discord", domain, nelly.formatted("true"), "", "nelly@example.com"),
        new Case("discord", domain, nelly.formatted("false"), "", "oauth-unverified"),
        new Case("facebook", domain, facebook, "", "oauth-unverified"),
        new Case("facebook", "anyone = yes", facebook, "", "login:10159000"),
        new Case(
            "facebook",
            domain + "\ninsecure_assume_email_verified = yes",
            facebook,
            "",
            "ada@example.com"),
        new Case("twitch", domain, "", twitch.formatted("true"), "ada@example.com"),
        new Case("twitch", domain, "", twitch.formatted("false"), "oauth-unverified"),
        new Case("yandex", domain, yandex, "", "ivan@example.com"),
        new Case(
            "microsoft",
            domain,
            "",
            microsoft.formatted(MICROSOFT, ",\"xms_edov\":true"),
            "ada@example.com"),
        new Case(
            "microsoft",
            domain,
            "",
            microsoft.formatted(MICROSOFT, ",\"xms_edov\":\"1\""),
            "ada@example.com"),
        new Case(
            "microsoft",
            domain,
            "{\"sub\":\"AAAA\",\"email\":\"ada@example.com\"}",
            microsoft.formatted(MICROSOFT, ""),
            "oauth-unverified"),
        new Case(
            "microsoft",
            domain + "\ntenant = consumers",
            "",
            microsoft.formatted(MICROSOFT, ",\"xms_edov\":true"),
            "oauth-failed"),
        new Case(
            "microsoft",
            domain + "\ntenant = " + TENANT,
            "",
            microsoft.formatted(MICROSOFT, ",\"xms_edov\":1"),
            "ada@example.com"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void vouches_for_somebody_in_its_own_manner(Case said) {
    if (!said.profile().isEmpty()) {
      service.says("/profile", said.profile());
    }
    if (!said.claims().isEmpty()) {
      service.says("/claims", said.claims());
    }
    try (Auth auth = auth(said.provider(), "client_secret = s&cret", said.more())) {
      Browser browser = new Browser(auth);
      AuthResponse back = browser.get(answer(browser));
      if (said.goesWell()) {
        assertThat(back.status()).as(back.body().toString()).isEqualTo(303);
        assertThat(identity(browser).subject()).isEqualTo(said.outcome());
      } else {
        assertThat(Browser.model(back)).containsEntry("code", said.outcome());
      }
      boolean inHeader = said.provider().equals("yandex");
      assertThat(service.form().containsKey("client_secret")).isNotEqualTo(inHeader);
      assertThat(service.header("Authorization").startsWith("Basic ")).isEqualTo(inHeader);
      assertThat(service.isVerified()).isTrue();
    }
  }

  @Test
  void microsoft_signs_out_by_a_frame_in_the_name_of_the_tenant() {
    service.says("/profile", "{\"sub\":\"A\"}");
    service.says(
        "/claims",
        "{\"iss\":\"" + MICROSOFT + "\",\"tid\":\"" + TENANT + "\",\"sub\":\"A\",\"sid\":\"s1\"}");
    try (Auth auth = auth("microsoft", "client_secret = s", "anyone = yes")) {
      Browser browser = new Browser(auth);
      browser.get(answer(browser));
      assertThat(identity(browser).subject()).isEqualTo("login:A");
      String frame = ProviderLogout.FRONT + "?sid=s1&iss=";
      assertThat(browser.get(frame + MICROSOFT.replace(TENANT, "common")).status())
          .isEqualTo(400);
      assertThat(browser.get(frame + MICROSOFT.replace("72f9", "72f8")).status())
          .isEqualTo(200);
      assertThat(browser.open("/page")).isInstanceOf(Decision.Admit.class);

      assertThat(browser.get(frame + MICROSOFT).status()).isEqualTo(200);
      assertThat(browser.open("/page")).isInstanceOf(Decision.Answer.class);
    }
  }

  @Test
  void whom_the_tenant_renews_no_more_has_no_tokens_either() throws Exception {
    Configuration node = ofTenant();
    try (Auth auth = node.auth()) {
      Browser ada = new Browser(auth);
      ada.get(answer(ada));
      FakeRequest program = FakeRequest.get("/page").with("Authorization", "Bearer " + token(ada));
      assertThat(auth.decide(program, Form::empty)).isInstanceOf(Decision.Admit.class);

      renew(node);
      assertThat(ada.open("/page")).isInstanceOf(Decision.Answer.class);
      assertThat(auth.decide(program, Form::empty)).isInstanceOf(Decision.Answer.class);
    }
  }

  @Test
  void a_renewal_without_an_id_token_leaves_the_guest_in_the_tenant() {
    service.says(
        "/refresh",
        "{\"access_token\":\"next\",\"token_type\":\"Bearer\",\"refresh_token\":\"next\"}");
    Configuration node = ofTenant();
    try (Auth auth = node.auth()) {
      Browser ada = new Browser(auth);
      ada.get(answer(ada));
      service.says("/profile", "{\"sub\":\"A\",\"name\":\"Ada Lovelace\"}");

      renew(node);
      assertThat(identity(ada).claims())
          .containsEntry("iss", MICROSOFT)
          .containsEntry("name", "Ada Lovelace");
    }
  }

  /** At the provider's common address, signed in by an account of one tenant. */
  private Configuration ofTenant() {
    service.says("/profile", "{\"sub\":\"A\"}");
    service.says(
        "/claims",
        "{\"iss\":\"" + MICROSOFT + "\",\"tid\":\"" + TENANT + "\",\"sub\":\"A\",\"auth_time\":"
            + clock.instant().getEpochSecond() + "}");
    return configuration("microsoft", "client_secret = s", "anyone = yes");
  }

  private void renew(Configuration node) {
    clock.pass(Duration.ofMinutes(8));
    node.shared(Renewals.class).orElseThrow().round();
    clock.pass(Duration.ofSeconds(3));
  }

  private static String token(Browser browser) throws ParseException {
    AuthResponse made = browser.post("/auth/api/tokens", Map.of("name", List.of("ci")));
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    return String.valueOf(JSONObjectUtils.parse(Written.body(made)).get("token"));
  }

  @Test
  void microsoft_is_believed_in_no_answer_of_somebody_else() {
    service.says("/profile", "{\"sub\":\"A\"}");
    service.says(
        "/claims", "{\"iss\":\"" + MICROSOFT + "\",\"tid\":\"" + TENANT + "\",\"sub\":\"A\"}");
    try (Auth auth = auth("microsoft", "client_secret = s", "anyone = yes")) {
      Browser browser = new Browser(auth);
      AuthResponse evil = browser.get(answer(browser) + "&iss=https%3A%2F%2Fevil.example");
      assertThat(Browser.model(evil)).containsEntry("code", "oauth-failed");
      assertThat(browser.get(answer(browser) + "&iss=" + MICROSOFT).status()).isEqualTo(303);
    }
  }

  @Test
  void apple_posts_its_answer_and_is_shown_a_secret_that_was_signed_for_it() throws Exception {
    KeyPair pair = keyOfApple();
    service.says(
        "/claims",
        "{\"iss\":\"https://appleid.apple.com\",\"sub\":\"001234.abc\",\"email_verified\":\"true\","
            + "\"email\":\"ada@example.com\",\"is_private_email\":\"false\"}");
    try (Auth auth = appleAuth()) {
      Browser browser = new Browser(auth);
      AuthResponse bridged =
          browser.postFromElsewhere("/oauth/callback", posted(browser, "mallory@example.com"));
      assertThat(Browser.location(bridged)).doesNotContain("the-code");
      AuthResponse back = browser.get(Browser.location(bridged));

      assertThat(back.status()).as(back.body().toString()).isEqualTo(303);
      assertThat(identity(browser).subject()).isEqualTo("ada@example.com");
      assertThat(identity(browser).claims().toString()).doesNotContain("mallory", "Mallory");
      SignedJWT secret = SignedJWT.parse(service.form().get("client_secret"));
      assertThat(secret.verify(
              new com.nimbusds.jose.crypto.ECDSAVerifier((ECPublicKey) pair.getPublic())))
          .isTrue();
      assertThat(secret.getJWTClaimsSet().getIssuer()).isEqualTo("ABCDE12345");
      assertThat(secret.getJWTClaimsSet().getAudience())
          .containsExactly("https://appleid.apple.com");
      assertThat(secret.getHeader().getKeyID()).isEqualTo("key-1");
    }
  }

  @Test
  void apple_says_nobody_by_the_field_that_comes_along_unsigned() throws Exception {
    keyOfApple();
    service.says("/claims", "{\"iss\":\"https://appleid.apple.com\",\"sub\":\"001234.abc\"}");
    try (Auth auth = appleAuth()) {
      Browser browser = new Browser(auth);
      AuthResponse bridged =
          browser.postFromElsewhere("/oauth/callback", posted(browser, "ada@example.com"));
      assertThat(Browser.model(browser.get(Browser.location(bridged))))
          .containsEntry("code", "oauth-unverified");
    }
  }

  /** What comes with the first sign-in: nobody signed it. */
  private Map<String, List<String>> posted(Browser browser, String email) {
    Map<String, String> asked = asked(browser);
    assertThat(asked).containsEntry("response_mode", "form_post");
    String user = "{\"name\":{\"firstName\":\"Mallory\",\"lastName\":\"M\"},\"email\":\"%s\"}";
    return Map.of(
        "code", List.of("the-code"),
        "state", List.of(asked.get("state")),
        "user", List.of(user.formatted(email)));
  }

  private Auth appleAuth() {
    return auth(
        "apple",
        "team_id = ABCDE12345\nkey_id = key-1\nprivate_key_file = apple.p8",
        "authorized_domains = example.com");
  }

  private KeyPair keyOfApple() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    Files.writeString(
        folder.resolve("apple.p8"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    return pair;
  }

  private Map<String, String> asked(Browser browser) {
    URI sent = browser.sentTo("/page");
    Map<String, String> asked = Browser.query(sent);
    service.expect(asked, clock.instant());
    return asked;
  }

  private String answer(Browser browser) {
    return "/oauth/callback?code=the-code&state=" + asked(browser).get("state");
  }

  private static Identity identity(Browser browser) {
    return Decided.identity(browser.open("/page"));
  }

  private Auth auth(String name, String proof, String more) {
    return configuration(name, proof, more).auth();
  }

  private Configuration configuration(String name, String proof, String more) {
    Provider provider = Providers.named(name);
    List<String> addresses = new ArrayList<>(List.of(
        "authorization_endpoint = " + service.at("/authorize"),
        "token_endpoint = " + service.at("/token")));
    if (provider.addresses().containsKey(Provider.Address.USERINFO)) {
      addresses.add("userinfo_endpoint = " + service.at("/profile?fields=id"));
    }
    if (provider.addresses().containsKey(Provider.Address.KEYS)) {
      addresses.add("jwks_url = " + service.at("/jwks"));
    }
    String text = """
        [authentication]
        type = oauth
        provider = %s
        client_id = app
        %s
        %s
        %s
        [store]
        url = memory
        """.formatted(name, proof, more, String.join("\n", addresses));
    return Configuration.parse("auth.ini", text, folder, Map.of(), clock);
  }
}
