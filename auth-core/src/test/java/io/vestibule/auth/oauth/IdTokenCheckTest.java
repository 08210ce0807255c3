package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.Secret;
import io.vestibule.auth.jwt.Keys;
import io.vestibule.auth.jwt.Mint;
import io.vestibule.auth.jwt.VerifiedJwt;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an ID token must say beside what every JWT must. */
class IdTokenCheckTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Mint MINT = Mint.of("ES256", "key-1");
  private static final String ISSUER = "https://id.example";
  private static final String TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";
  private static final String CODE = "the-code";
  private static final String ACCESS = "the-access-token";

  private final Attempt attempt =
      Attempt.begin(new SecureRandom(), "oauth", NOW.minusSeconds(20), "", Again.NOTHING);

  static Client client(Provider provider, String issuer, List<String> acr, Duration maxAge) {
    return new Client(
        "oauth",
        provider,
        issuer,
        true,
        true,
        false,
        "app",
        Map.of(),
        "",
        List.of("openid"),
        false,
        acr,
        maxAge,
        false,
        false,
        "groups",
        "email",
        Client.Link.NONE,
        "Example",
        "");
  }

  private static Client plain() {
    return client(Providers.named("generic"), ISSUER, List.of(), Duration.ZERO);
  }

  private VerifiedJwt check(Client client, Attempt begun, Object... claims) {
    Map<String, Object> all = new HashMap<>(Map.of(
        "iss",
        ISSUER,
        "sub",
        "ann",
        "aud",
        "app",
        "iat",
        NOW.getEpochSecond(),
        "exp",
        NOW.plusSeconds(300).getEpochSecond(),
        "nonce",
        begun.nonce()));
    for (int i = 0; i < claims.length; i += 2) {
      all.put((String) claims[i], claims[i + 1]);
    }
    Map<String, Object> header = MINT.header();
    header.put("typ", "JWT");
    Tokens tokens = new Tokens(
        Secret.of(ACCESS), Secret.of(MINT.token(header, all)), Secret.of(""), Duration.ZERO);
    return new IdTokenCheck(client, Keys.of(MINT.jwks()), CLOCK).check(tokens, begun, CODE);
  }

  private void assertRefused(String detail, Client client, Object... claims) {
    assertThatThrownBy(() -> check(client, attempt, claims))
        .isInstanceOf(SignInRefusedException.class)
        .hasMessageContaining(detail);
  }

  private static String half(String text) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
    return Mint.encoded(Arrays.copyOf(digest, 16));
  }

  @Test
  void a_token_that_says_everything_right_is_taken() throws Exception {
    VerifiedJwt token =
        check(plain(), attempt, "azp", "app", "at_hash", half(ACCESS), "c_hash", half(CODE));
    assertThat(token.subject()).contains("ann");
  }

  @Test
  void it_is_for_this_client_and_this_attempt_alone() throws Exception {
    assertRefused("audience", plain(), "aud", List.of("app", "other"));
    assertRefused("azp", plain(), "azp", "other");
    assertRefused("azp", plain(), "azp", List.of("app"));
    assertRefused("nonce", plain(), "nonce", "another");
    assertRefused("at_hash", plain(), "at_hash", half("other"));
    assertRefused("c_hash", plain(), "c_hash", half("other"));
    assertRefused("at_hash", plain(), "at_hash", 1);
    assertRefused("too long ago", plain(), "iat", NOW.minusSeconds(3_600).getEpochSecond());
    assertRefused("subject", plain(), "sub", "\u00e4nn");
  }

  @Test
  void how_strongly_somebody_is_known_is_checked_where_it_was_asked_for() {
    Client gold =
        client(Providers.named("generic"), ISSUER, List.of("gold", "silver"), Duration.ZERO);
    assertThat(check(gold, attempt, "acr", "silver").text("acr")).contains("silver");
    assertRefused("acr", gold, "acr", "bronze");
    assertRefused("acr", gold);
  }

  @Test
  void when_somebody_signed_in_there_is_checked_where_it_was_asked_for() {
    Client hourly = client(Providers.named("generic"), ISSUER, List.of(), Duration.ofHours(1));
    long recent = NOW.minusSeconds(3_000).getEpochSecond();
    long old = NOW.minusSeconds(4_000).getEpochSecond();
    assertThat(check(hourly, attempt, "auth_time", recent).subject()).contains("ann");
    assertRefused("auth_time", hourly, "auth_time", old);
    assertRefused("auth_time", hourly);
  }

  @Test
  void whoever_was_to_prove_it_again_did_so_after_that() {
    Attempt again =
        Attempt.begin(new SecureRandom(), "oauth", NOW.minusSeconds(20), "", Again.IDENTITY);
    long after = NOW.minusSeconds(5).getEpochSecond();
    long before = NOW.minusSeconds(200).getEpochSecond();
    assertThat(check(plain(), again, "auth_time", after).subject()).contains("ann");
    assertThatThrownBy(() -> check(plain(), again, "auth_time", before))
        .hasMessageContaining("auth_time");
    assertThatThrownBy(() -> check(plain(), again)).hasMessageContaining("auth_time");
  }

  @Test
  void each_tenant_of_microsoft_is_an_issuer_of_its_own() {
    String shared = "https://login.microsoftonline.com/common/v2.0";
    String own = shared.replace("common", TENANT);
    Client common = client(Providers.named("microsoft"), shared, List.of(), Duration.ZERO);
    assertThat(check(common, attempt, "iss", own, "tid", TENANT).issuer()).isEqualTo(own);
    assertRefused("issuer", common, "iss", shared, "tid", TENANT);
    assertRefused("issuer", common, "iss", ISSUER, "tid", TENANT);
    assertRefused("tenant", common, "iss", own);
    assertRefused("tenant", common, "iss", own, "tid", "../../evil");
    Client single = client(Providers.named("microsoft"), own, List.of(), Duration.ZERO);
    assertThat(check(single, attempt, "iss", own, "tid", TENANT).issuer()).isEqualTo(own);
    assertRefused("issuer", single, "iss", shared, "tid", TENANT);
  }
}
