package io.vestibule.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.csrf.HiddenField;
import io.vestibule.auth.jwt.PresentedToken;
import io.vestibule.auth.mail.Message;
import io.vestibule.auth.remote.RemoteResponse;
import io.vestibule.auth.session.GuestSessions;
import io.vestibule.auth.session.SignInProofs;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.token.TokenBook;
import io.vestibule.auth.totp.Pending;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that a host can hold may land in a log of its own: what is secret in it does not print. */
class PrintedValuesTest {
  private static final String CANARY = "canary4horse";

  /** What a part of a value is called that may be, or hold, a secret. */
  private static final Set<String> TELLING = Set.of(
      "code",
      "fields",
      "headers",
      "key",
      "members",
      "model",
      "password",
      "responseHeaders",
      "secret",
      "state",
      "text",
      "token",
      "value",
      "verifier");

  /** Those of which the part with the telling name is no secret, as everybody can see. */
  private static final Set<String> HARMLESS = Set.of(
      "Challenge$Redirect", // a code such as "sign-in"
      "config.Key",
      "config.Place", // masked before it is one
      "config.Problem",
      "server.Origin");

  static Stream<Record> values() {
    Headers headers = Headers.of("Set-Cookie", "session=" + CANARY)
        .and("set-cookie", CANARY)
        .and("Authorization", "Bearer " + CANARY)
        .and("Cookie", CANARY)
        .and("X-API-Key", CANARY)
        .and("Location", "com.example.app:/callback?code=" + CANARY + "&state=" + CANARY);
    Identity ada = Identity.of("ada", "Basic", Instant.EPOCH);
    return Stream.of(
        headers,
        headers.fields().get(0),
        new Form(Map.of("password", List.of(CANARY))),
        new Body.Json(Map.of("access_token", CANARY)),
        new Body.Page("setup", Map.of("token", CANARY)),
        new AuthResponse(303, headers, new Body.Json(Map.of("token", CANARY))),
        new AuthResponse(201, headers, Body.text("application/json", CANARY)),
        new Decision.Answer(new AuthResponse(303, headers, Body.none())),
        new Decision.Admit(ada, "session", headers),
        new AuthResult.Authenticated(ada, headers),
        new AuthResult.Rejected(Reason.INVALID, "no", headers, false),
        new Challenge.Redirect(URI.create("/auth/login"), headers, "sign-in"),
        new UsernamePassword("ada", Secret.of(CANARY)),
        new PresentedToken("Bearer", CANARY),
        new RemoteResponse(200, "{\"access_token\":\"" + CANARY + "\"}"),
        new HiddenField.Issued(CANARY, headers),
        new SignInProofs.Proof(ada, CANARY),
        new GuestSessions.Arrival("id", Instant.EPOCH, headers),
        new TokenBook.Made(
            Secret.of(CANARY),
            new TokenBook.Row(
                "1", "ada", "backup", Set.of(), Instant.EPOCH, Instant.EPOCH, Instant.EPOCH)),
        new Pending(Secret.of(CANARY), Secret.of("otpauth://totp/ada?secret=" + CANARY)),
        new Message("ada@example.org", "A link for " + CANARY, "https://a.example/?" + CANARY),
        new Settings.Entry("ada", CANARY, "auth.ini:7"),
        Entry.of("session", CANARY, "ada", CANARY, Instant.EPOCH));
  }

  @ParameterizedTest
  @MethodSource("values")
  void prints_no_secret(Record value) {
    assertThat(value.toString() + Optional.of(value) + List.of(value)).doesNotContain(CANARY);
  }

  /** Whoever adds one decides here whether it may print. */
  @Test
  void every_public_value_that_may_hold_a_secret_is_looked_at() {
    List<String> lookedAt = Stream.concat(
            values().map(Record::getClass).map(PrintedValuesTest::name), HARMLESS.stream())
        .toList();

    assertThat(telling()).isNotEmpty().isSubsetOf(lookedAt);
  }

  private static List<String> telling() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.vestibule.auth")
            .stream()
            .filter(JavaClass::isRecord)
            .filter(type -> !type.getPackageName().endsWith(".internal"))
            .filter(PrintedValuesTest::isPublic)
            .map(JavaClass::reflect)
            .filter(type -> Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .anyMatch(TELLING::contains))
            .map(PrintedValuesTest::name)
            .toList();
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().filter(outer -> !isPublic(outer)).isEmpty();
  }

  private static String name(Class<?> type) {
    return type.getName().substring("io.vestibule.auth.".length());
  }
}
