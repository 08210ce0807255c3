package io.vestibule.auth.basic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicAuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final List<UsernamePassword> asked = new ArrayList<>();
  private final BasicAuthenticator basic = BasicAuthenticator.of("Back office", this::verify);

  @Test
  void accepts_the_example_of_the_rfc() {
    assertThat(basic.authenticate(FakeRequest.authorized("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")))
        .isEqualTo(AuthResult.authenticated(Identity.of("Aladdin", "BASIC", NOW)));
    assertThat(asked).containsExactly(new UsernamePassword("Aladdin", Secret.of("open sesame")));
  }

  @Test
  void reads_the_example_of_the_rfc_that_is_not_ascii() {
    basic.authenticate(FakeRequest.authorized("Basic dGVzdDoxMjPCow=="));
    assertThat(asked).containsExactly(new UsernamePassword("test", Secret.of("123£")));
  }

  @Test
  void reads_latin_1_where_it_is_no_utf_8() {
    basic.authenticate(FakeRequest.authorized("Basic " + encoded("jürgen:größe", ISO_8859_1)));
    basic.authenticate(FakeRequest.authorized("Basic " + encoded("jürgen:größe€", UTF_8)));
    basic.authenticate(FakeRequest.authorized("Basic " + encoded("a:\ufffd", UTF_8)));

    assertThat(asked)
        .containsExactly(
            new UsernamePassword("jürgen", Secret.of("größe")),
            new UsernamePassword("jürgen", Secret.of("größe€")),
            new UsernamePassword("a", Secret.of("\ufffd")));
  }

  @Test
  void overlong_forms_and_surrogates_are_no_utf_8() {
    basic.authenticate(FakeRequest.authorized("Basic "
        + Base64.getEncoder().encodeToString(new byte[] {'a', ':', (byte) 0xc0, (byte) 0xba})));
    assertThat(asked).containsExactly(new UsernamePassword("a", Secret.of("Àº")));
  }

  @ParameterizedTest
  @CsvSource({"a:b:c, a, b:c", "a:, a, ''", ":b, '', b", ":, '', ''", "' a : b ', ' a ', ' b '"})
  void the_first_colon_splits_and_nothing_is_trimmed(String pair, String name, String password) {
    basic.authenticate(FakeRequest.authorized("Basic " + encoded(pair, UTF_8)));
    assertThat(asked).containsExactly(new UsernamePassword(name, Secret.of(password)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic ", "basic ", "BASIC ", "bAsIc ", "Basic    "})
  void the_scheme_ignores_case(String scheme) {
    assertThat(basic.authenticate(FakeRequest.authorized(scheme + "QWxhZGRpbjpvcGVuIHNlc2FtZQ==")))
        .isInstanceOf(AuthResult.Authenticated.class);
  }

  @Test
  void accepts_base64_without_its_padding() {
    assertThat(basic.authenticate(FakeRequest.authorized("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ")))
        .isInstanceOf(AuthResult.Authenticated.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Bearer abc",
        "Basically abc",
        "Digest username=\"ada\"",
        "BasicQWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "Basic\tQWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
      })
  void what_names_no_scheme_or_another_is_somebody_elses(String field) {
    assertThat(basic.authenticate(FakeRequest.authorized(field)))
        .isEqualTo(AuthResult.notAttempted());
    assertThat(asked).isEmpty();
  }

  @Test
  void a_request_without_the_field_shows_nothing() {
    assertThat(basic.authenticate(FakeRequest.get("/"))).isEqualTo(AuthResult.notAttempted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic",
        "Basic ",
        "Basic =",
        "Basic ====",
        "Basic !!!!",
        "Basic QQ=",
        "Basic Q",
        "Basic QWxhZGRpbg==",
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==x",
        "Basic QWxhZGRpbjpv cGVuIHNlc2FtZQ==",
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==, Basic QTpC",
        "Basic Aladdin:open sesame",
        "Basic _-_-",
        "Basic \u00e9\u20ac",
        "Basic \ud800",
        "Basic YQA6Yg==", // a NUL
        "Basic YQo6Yg==", // a line feed in the name
        "Basic YTpiCg==", // a line feed in the password
        "Basic YX86Yg==", // DEL
        "Basic wpA6Yg==" // U+0090
      })
  void what_cannot_be_read_is_refused_unasked(String field) {
    assertThat(basic.authenticate(FakeRequest.authorized(field)))
        .isInstanceOfSatisfying(AuthResult.Rejected.class, rejected -> assertThat(rejected.reason())
            .isEqualTo(Reason.MALFORMED));
    assertThat(asked).isEmpty();
  }

  @Test
  void eight_kibibytes_of_credentials_are_the_most() {
    String most = encoded("a:" + "x".repeat(6142), UTF_8);
    assertThat(most).hasSize(8192);
    basic.authenticate(FakeRequest.authorized("Basic " + most));
    assertThat(asked).hasSize(1);

    assertThat(basic.authenticate(FakeRequest.authorized("Basic " + most + "AAAA")))
        .isInstanceOfSatisfying(AuthResult.Rejected.class, rejected -> assertThat(rejected.reason())
            .isEqualTo(Reason.MALFORMED));
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_wrong_password_is_refused_without_telling_who_was_named() {
    AuthResult result =
        basic.authenticate(FakeRequest.authorized("Basic " + encoded("Aladdin:swordfish", UTF_8)));

    assertThat(result)
        .isEqualTo(AuthResult.rejected(Reason.INVALID, "unknown user or wrong password"));
  }

  @Test
  void whoever_is_down_is_not_taken_for_a_wrong_password() {
    BasicAuthenticator down = BasicAuthenticator.of("r", pair -> {
      throw new AuthUnavailableException("directory", Duration.ofSeconds(1));
    });
    assertThatThrownBy(() -> down.authenticate(FakeRequest.authorized("Basic YTpi")))
        .isInstanceOf(AuthUnavailableException.class);
  }

  @Test
  void a_fault_of_the_verifier_is_not_taken_for_bad_base64() {
    BasicAuthenticator broken = BasicAuthenticator.of("r", pair -> {
      throw new IllegalArgumentException("a fault");
    });
    assertThatThrownBy(() -> broken.authenticate(FakeRequest.authorized("Basic YTpi")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void offers_itself_with_realm_and_charset() {
    Need signIn = new Need.SignIn(FakeRequest.get("/"), Requirement.SIGNED_IN);
    AuthResult.Rejected wrong = new AuthResult.Rejected(Reason.INVALID, "", Headers.none());
    Need retry = new Need.Retry(FakeRequest.get("/"), Requirement.SIGNED_IN, wrong);

    assertThat(basic.challenge(signIn).map(Challenge::toString))
        .contains("Basic realm=\"Back office\", charset=\"UTF-8\"");
    assertThat(basic.challenge(retry)).isSameAs(basic.challenge(signIn));
  }

  @Test
  void offers_itself_for_more_only_to_whoever_came_another_way() {
    assertThat(basic.challenge(stepUp(Identity.of("ada", "BASIC", NOW)))).isEmpty();
    assertThat(basic.challenge(stepUp(Identity.of("ada", "FORM", NOW)))).isPresent();
  }

  @Test
  void signs_in_for_the_application_and_has_nothing_to_end() {
    assertThat(login(basic, "Aladdin", "open sesame")).isInstanceOf(AuthResult.Authenticated.class);
    assertThat(basic.logout(FakeRequest.get("/")).fields()).isEmpty();
    assertThat(basic.find("Aladdin")).isEmpty();
  }

  private Optional<Identity> verify(UsernamePassword pair) {
    asked.add(pair);
    return pair.equals(new UsernamePassword("Aladdin", Secret.of("open sesame")))
        ? Optional.of(Identity.of("Aladdin", "BASIC", NOW))
        : Optional.empty();
  }

  private static AuthResult login(BasicAuthenticator basic, String name, String password) {
    AuthRequest request = FakeRequest.get("/");
    return basic.login(request, new UsernamePassword(name, Secret.of(password)));
  }

  private static Need stepUp(Identity identity) {
    return new Need.StepUp(FakeRequest.get("/"), Requirement.SIGNED_IN, identity);
  }

  private static String encoded(String pair, Charset charset) {
    return Base64.getEncoder().encodeToString(pair.getBytes(charset));
  }
}
