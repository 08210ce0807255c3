package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuersTest {
  private static final String TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";
  private static final String CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

  private static Issuers of(String provider, String issuer) {
    return Issuers.of(
        IdTokenCheckTest.client(Providers.named(provider), issuer, List.of(), Duration.ZERO));
  }

  private static String microsoft(String tenant) {
    return "https://login.microsoftonline.com/" + tenant + "/v2.0";
  }

  private static String token(String claims) {
    return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8))
        + ".AA";
  }

  @Test
  void there_is_one_where_no_tenants_are() {
    Issuers one = of("generic", "https://id.example/common/x");
    assertThat(one.isOne("https://id.example/common/x")).isTrue();
    assertThat(one.isOne("https://id.example/" + TENANT + "/x")).isFalse();
    assertThat(one.of("whatever")).contains("https://id.example/common/x");
  }

  @ParameterizedTest
  @CsvSource({
    "common, " + TENANT + ", true",
    "common, " + CONSUMERS + ", true",
    "organizations, " + TENANT + ", true",
    "organizations, " + CONSUMERS + ", false",
    "consumers, " + TENANT + ", false",
    "consumers, " + CONSUMERS + ", true",
    TENANT + ", " + TENANT + ", true",
    TENANT + ", " + CONSUMERS + ", false",
    "common, common, false",
    "common, {tenantid}, false",
    "common, '', false",
    "common, 72F988BF-86F1-41AF-91AB-2D7CD011DB47, false",
    "common, " + TENANT + "/v2.0/" + TENANT + ", false"
  })
  void a_tenant_is_one_where_its_kind_is_meant(String whose, String tenant, boolean ours) {
    assertThat(of("microsoft", microsoft(whose)).isOne(microsoft(tenant))).isEqualTo(ours);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://login.microsoftonline.com/",
        "https://login.microsoftonline.com/v2.0",
        "https://evil.example/" + TENANT + "/v2.0",
        "https://login.microsoftonline.com/" + TENANT + "/v2.0/",
        "https://login.microsoftonline.com.evil.example/" + TENANT + "/v2.0"
      })
  void nothing_else_fits(String issuer) {
    assertThat(of("microsoft", microsoft("common")).isOne(issuer)).isFalse();
  }

  @Test
  void a_token_is_checked_by_the_issuer_of_its_own_tenant() {
    Issuers common = of("microsoft", microsoft("common"));
    assertThat(common.of(token("{\"tid\":\"" + TENANT + "\"}"))).contains(microsoft(TENANT));
    for (String odd :
        List.of("{}", "{\"tid\":1}", "{\"tid\":\"../evil\"}", "null", "[]", "{\"tid\":null}", "")) {
      assertThat(common.of(token(odd))).as(odd).isEmpty();
    }
    assertThat(common.of("no token")).isEmpty();
    assertThat(Issuers.claimed("a.%.c")).isEmpty();
  }
}
