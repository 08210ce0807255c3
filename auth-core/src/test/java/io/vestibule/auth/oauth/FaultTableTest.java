package io.vestibule.auth.oauth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Fault;
import io.vestibule.auth.testing.Logged;
import io.vestibule.auth.testing.Part;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a provider does wrong: nobody comes in, the log says why, and the page does not. */
class FaultTableTest {
  private static final Set<Part> IN_A_SIGN_IN = EnumSet.of(
      Part.METADATA, Part.KEYS, Part.AUTHORIZATION, Part.TOKEN, Part.ID_TOKEN, Part.USERINFO);

  private static final Properties REASONS = reasons();

  private static FakeProvider provider;

  @TempDir
  private Path folder;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start().keepsClaimsForUserinfo();
  }

  @AfterAll
  static void stop() {
    provider.close();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void is_refused_with_the_reason_in_the_log_and_none_of_it_in_the_page(Fault fault) {
    provider.with(fault);
    Browser browser = new Browser(auth());
    AuthResponse page;
    String said;
    try (Logged log = Logged.start()) {
      page = signIn(browser);
      said = log.text();
    }

    assertRefused(fault, browser, page);
    String reference = String.valueOf(Browser.model(page).get("reference"));
    assertThat(lines(said, "sign-in refused, reference " + reference + ": "))
        .singleElement()
        .asString()
        .contains(reference + ": " + code(fault) + ": ", reason(fault));
    assertThat(lines(said, "\"type\":\"login\"")).as(said).hasSize(1);
    assertThat(said).contains("\"reference\":\"" + reference + "\"");
    assertThat(said).doesNotContain("eyJ", FakeProvider.CLIENT_SECRET, "forged: line\n");
    assertThat(provider.seen()).noneMatch(call -> call.path().startsWith("/elsewhere"));
  }

  private static String code(Fault fault) {
    return told(fault).substring(0, told(fault).indexOf(": "));
  }

  private static String reason(Fault fault) {
    return told(fault).substring(told(fault).indexOf(": ") + 2);
  }

  private static String told(Fault fault) {
    return requireNonNull(REASONS.getProperty(fault.name()), "no reason is written down");
  }

  private static Properties reasons() {
    Properties reasons = new Properties();
    try (Reader file =
        Files.newBufferedReader(Path.of("src/test/resources/oauth-faults.properties"))) {
      reasons.load(file);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
    return reasons;
  }

  static Stream<Fault> faults() {
    return Stream.of(Fault.values())
        .filter(fault -> IN_A_SIGN_IN.contains(fault.part()))
        .filter(fault -> !isLate(fault));
  }

  /** Each takes as long as we ever wait, so they go on side by side. */
  @Test
  void nobody_waits_for_ever() {
    List<Fault> late = Stream.of(Fault.values()).filter(FaultTableTest::isLate).toList();
    late.parallelStream().forEach(fault -> {
      try (FakeProvider slow = FakeProvider.start().keepsClaimsForUserinfo().with(fault)) {
        Browser browser = new Browser(auth(slow));
        assertRefused(fault, browser, signIn(browser));
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    });
  }

  @Test
  void without_a_fault_the_same_sign_in_succeeds() {
    provider.with();
    Browser browser = new Browser(auth());
    assertThat(signIn(browser).status()).isEqualTo(303);
    assertThat(browser.jar()).containsKey("vestibule_session");
  }

  private static void assertRefused(Fault fault, Browser browser, AuthResponse page) {
    assertThat(page.status()).as(fault.words()).isBetween(400, 503).isNotEqualTo(500);
    assertThat(browser.jar()).doesNotContainKey("vestibule_session");
    assertThat(Browser.model(page))
        .containsOnlyKeys("status", "title", "detail", "code", "reference", "retry");
    assertThat(Browser.model(page).toString().toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("evil", "script", "nonce", "issuer", "signature", "audience", "127.0.0.1");
  }

  private static boolean isLate(Fault fault) {
    return fault.name().endsWith("_LATE");
  }

  /** As far as it goes: the first page that leads nowhere, or where our callback sends the browser. */
  private static AuthResponse signIn(Browser browser) {
    AuthResponse answer = browser.get("/page");
    while (answer.status() == 303 && Browser.location(answer).startsWith("/")) {
      answer = browser.get(Browser.location(answer));
    }
    return answer.status() == 303
        ? browser.get(browser.answerOf(URI.create(Browser.location(answer))))
        : answer;
  }

  private static List<String> lines(String log, String part) {
    return log.lines().filter(line -> line.contains(part)).toList();
  }

  private Auth auth() {
    return auth(provider);
  }

  private Auth auth(FakeProvider whose) {
    String text = """
        [authentication]
        type = oauth
        issuer = %s
        client_id = app
        client_secret = %s
        authorized_domains = example.com
        """.formatted(whose.issuer(), FakeProvider.CLIENT_SECRET);
    return Configuration.parse("auth.ini", text, folder, Map.of(), InstantSource.system())
        .auth();
  }
}
