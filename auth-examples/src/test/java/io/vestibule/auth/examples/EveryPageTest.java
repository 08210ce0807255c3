package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.vestibule.auth.testing.AuthenticatorApp;
import io.vestibule.auth.testing.PlainBrowser;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * axe-core finds nothing to object to in any state of any page, as the demo shows it; {@code -Dpages.write=DIR} keeps a
 * picture of each.
 */
@Tag("counterparts")
class EveryPageTest {
  private static final String WAS_CHECKED = "color-contrast";
  private static final String PASSWORD = "correct horse battery";
  private static final String CONFIG = """
      [authentication]
      type = session, oauth
      [store]
      url = jdbc:h2:file:./data/auth;AUTO_SERVER=TRUE
      [oauth.github]
      provider      = github
      client_id     = example
      client_secret = example
      redirect_uri  = https://app.example.org/oauth/callback
      anyone        = yes
      [issuer]
      url            = https://app.example.org
      custom_schemes = com.example.app
      scopes         = read, write
      [rules]
      /admin/** = role:admin
      /me       = user & fresh(1s)
      [mail]
      host     = localhost
      security = none
      from     = tickets@example.org
      [server]
      public_url = http://127.0.0.1:%d
      """;

  @TempDir
  Path folder;

  @ParameterizedTest(name = "dark: {0}")
  @ValueSource(booleans = {false, true})
  void finds_no_fault_in_any_state_of_any_page(boolean dark) throws Exception {
    int port = freePort();
    Path config = ConfigFiles.write(folder, CONFIG.formatted(port));
    // Blink's PreferredColorScheme: 0 is dark, 1 is light.
    String scheme = "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1);
    try (DemoProcess demo = SessionFiles.start(config, port);
        Chromium chromium = Chromium.start(folder, true, scheme, "--window-size=800,1000")) {
      Walk walk = new Walk(chromium, demo.url(), dark ? "dark" : "light");
      walk.setUp(demo.setUpLink());
      assertThat(chromium.run("arguments[0](matchMedia('(prefers-color-scheme: dark)').matches)"))
          .isEqualTo(dark);
      user("add", config);
      walk.signedIn();
      walk.tokens();
      walk.users();
      walk.twoFactor();
      walk.password();
      walk.app();
      walk.signOut();
      walk.forgot();
      walk.signIn();
      user("disable", config);
      walk.refused();
    }
  }

  /** Nobody registers where providers give names too. */
  @Test
  void finds_no_fault_where_people_register_and_leave() throws Exception {
    int port = freePort();
    String[] parts = CONFIG.formatted(port).split("(?m)^(?=\\[oauth\\.github]|\\[issuer])", -1);
    String config = parts[0].replace("session, oauth", "session") + parts[2]
        + "[accounts]\nregistration = yes\nregistration_domains = example.org\n"
        + "closing = yes\n";
    try (DemoProcess demo = SessionFiles.start(ConfigFiles.write(folder, config), port);
        Chromium chromium = Chromium.start(folder, true, "--window-size=800,1000")) {
      Walk walk = new Walk(chromium, demo.url(), "light");
      walk.setUp(demo.setUpLink());
      walk.close();
      walk.signOut();
      walk.register();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private void user(String command, Path config) throws Exception {
    try (DemoProcess program = DemoProcess.start(
        folder, "user", command, "bob", "--config", config.toAbsolutePath().toString())) {
      program.type(PASSWORD);
      assertThat(program.status()).as(program.err()).isZero();
    }
  }

  /** One browser on its way through the pages. */
  private record Walk(Chromium chromium, String url, String scheme) {
    void setUp(String link) throws Exception {
      chromium.go(link);
      look("setup");
      chromium.type("#username", "ada");
      chromium.type("#password", "passwordpassword");
      chromium.press("#setup button[type=submit]", "aria-invalid=\"true\"");
      look("setup-weak");
      chromium.type("#password", PASSWORD);
      chromium.press("#setup button[type=submit]", "<h1>Vestibule demo</h1>");
    }

    void signedIn() throws Exception {
      go("auth/sessions");
      look("sessions-alone");
      new PlainBrowser(url).signIn("ada", PASSWORD);
      go("auth/sessions");
      look("sessions");
      chromium.press("form[action$='/auth/sessions/end'] button", "class=\"notice\"");
      look("sessions-ended");
      go("auth/profile");
      look("profile");
      go("auth/sessions/end");
      look("error");
      until("Confirm that it is you", "me");
      look("login-confirm");
    }

    void tokens() throws Exception {
      go("auth/tokens");
      look("tokens-none");
      go("auth/tokens/new");
      look("token-new");
      chromium.type("#name", "backup");
      chromium.type("#others", "no\"scope");
      chromium.press("form[action$='/auth/tokens'] button", "err-scopes");
      look("token-new-wrong");
      chromium.clear("#others");
      chromium.press("form[action$='/auth/tokens'] button", "vst_");
      look("token-created");
      go("auth/tokens");
      chromium.run("document.querySelector('details').open = true; arguments[0]('')");
      look("tokens");
    }

    void users() throws Exception {
      go("auth/users/new");
      look("user-new");
      chromium.type("#name", "a:b");
      chromium.type("#email", "grace@example.org");
      chromium.type("#roles", "editor, writer");
      chromium.press("#user-new button[type=submit]", "err-name");
      look("user-new-wrong");
      chromium.clear("#name");
      chromium.type("#name", "grace");
      chromium.press("#user-new button[name=show]", "You will not see it again.");
      look("user-link");
      go("auth/users");
      look("users");
      go("auth/users/user?username=grace");
      chromium.run(
          "document.querySelectorAll('details').forEach(d => d.open = true); arguments[0]('')");
      look("user");
      chromium.press("form[action$='/users/disable'] button", "The account is disabled.");
      look("user-disabled");
      go("auth/users/user?username=ada");
      look("user-own");
      go("auth/users/delete?username=grace");
      look("user-delete");
      chromium.press("form[action$='/users/delete'] button", "The user is deleted.");
    }

    void twoFactor() throws Exception {
      go("auth/two-factor");
      look("two-factor-off");
      prove("wrong", "", "err-password");
      look("two-factor-off-wrong");
      prove(PASSWORD, "", "<svg");
      look("two-factor-setup");
      AuthenticatorApp app = new AuthenticatorApp(first("name=\"key\" value=\"([A-Z2-7]*)\""));
      prove("", "000000", "err-code");
      assertThat(chromium.source()).contains("<svg");
      look("two-factor-setup-wrong");
      prove("", app.code(Instant.now()), "<h1>Your recovery codes</h1>");
      look("recovery-codes");
      String recovery = first("<li><code>([A-Z0-9-]*)</code>");
      chromium.click("#done input[type=checkbox]");
      chromium.press("#done button[type=submit]", "10 recovery codes are left.");
      look("two-factor-on");
      signInByCode(app);
      go("auth/two-factor");
      prove(PASSWORD, "000000", "err-code");
      look("two-factor-on-wrong");
      chromium.press("a[href*='recovery=1']", ">Recovery code</label>");
      look("two-factor-on-recovery");
      chromium.type("#password", PASSWORD);
      chromium.type("#code", recovery);
      chromium.press("button[formaction$='/two-factor/off']", "The second factor is off.");
    }

    private void signInByCode(AuthenticatorApp app) throws Exception {
      go("auth/logout");
      chromium.press("form[action$='/auth/logout'] button", "href=\"/auth/login\"");
      go("hello");
      chromium.type("#username", "ada");
      chromium.type("#password", PASSWORD);
      chromium.press("#login button[type=submit]", "id=\"login-code\"");
      look("login-code");
      chromium.type("#code", "000000");
      chromium.press("#login-code button[type=submit]", "err-code");
      look("login-code-wrong");
      chromium.press("a[href*='recovery=1']", ">Recovery code</label>");
      look("login-code-recovery");
      chromium.press("a[href$='return_to=%2Fhello']", ">6-digit code</label>");
      chromium.type("#code", app.code(Instant.now(), 1));
      chromium.press("#login-code button[type=submit]", "hello ada");
    }

    private void prove(String password, String code, String awaited) throws Exception {
      if (!password.isEmpty()) {
        chromium.type("#password", password);
      }
      if (!code.isEmpty()) {
        chromium.clear("#code");
        chromium.type("#code", code);
      }
      chromium.press("#two-factor button[type=submit]", awaited);
    }

    private String first(String regex) throws Exception {
      return Pattern.compile(regex)
          .matcher(chromium.source())
          .results()
          .map(found -> found.group(1))
          .findFirst()
          .orElseThrow();
    }

    void password() throws Exception {
      // Not by the well-known address: Chromium believes that only where what does not exist is not
      // answered 200.
      go("auth/password");
      look("change-password");
      change("wrong", "a horse of many colours", "err-current");
      look("change-password-wrong");
      change(PASSWORD, "passwordpassword", "err-password");
      look("change-password-common");
      change(PASSWORD, "a horse of many colours", "<h1>Password changed</h1>");
      look("change-password-done");
      go("auth/sessions");
      assertThat(chromium.source()).contains("You are only signed in here.");
    }

    private void change(String current, String next, String awaited) throws Exception {
      chromium.type("#current", current);
      chromium.type("#password", next);
      chromium.press("#change-password button[type=submit]", awaited);
    }

    void app() throws Exception {
      go("auth/authorize?response_type=code&redirect_uri=com.example.app:/callback&client_id=backup"
          + "&pkce_code_challenge=" + "x".repeat(43));
      look("authorize");
    }

    void signOut() throws Exception {
      go("auth/logout");
      look("logout");
      chromium.press("form[action$='/auth/logout'] button", "href=\"/auth/login\"");
      look("signed-out");
    }

    /** Nobody takes the mail: the page says the same. */
    void forgot() throws Exception {
      go("auth/forgot");
      look("forgot");
      chromium.type("#username", "nobody");
      chromium.press("#forgot button[type=submit]", "role=\"status\"");
      look("forgot-asked");
    }

    /** Nobody else looks after the users. */
    void close() throws Exception {
      go("auth/profile");
      chromium.press("a[href$='/auth/profile/close']", "id=\"close-account\"");
      look("close-account");
      chromium.type("#password", PASSWORD);
      chromium.press("#close-account button[type=submit]", "id=\"error\"");
      look("close-account-last");
    }

    void register() throws Exception {
      go("auth/login");
      chromium.press("a[href$='/auth/register']", "id=\"register\"");
      look("register");
      chromium.type("#email", "ada@example.com");
      chromium.press("#register button[type=submit]", "err-email");
      look("register-domain");
      chromium.clear("#email");
      chromium.type("#email", "ada@example.org");
      chromium.press("#register button[type=submit]", "role=\"status\"");
      look("register-asked");
    }

    void signIn() throws Exception {
      go("admin/hello");
      look("login");
      enter("bob", "wrong", "aria-invalid=\"true\"");
      look("login-wrong");
      enter("bob", PASSWORD, "/auth/logout?return_to=");
      look("forbidden");
    }

    /** Who is disabled is signed out, and told why only with the right password. */
    void refused() throws Exception {
      until("id=\"login\"", "auth/sessions");
      enter("bob", PASSWORD, "role=\"alert\"");
      look("login-disabled");
      for (int i = 0; i < 5; i++) {
        enter("eve", "wrong" + i, "value=\"eve\"");
      }
      enter("eve", "wrong", "Too many attempts");
      look("login-throttled");
    }

    private void go(String path) throws Exception {
      chromium.go(url + path);
    }

    /** What a moment must pass for. */
    private void until(String awaited, String path) throws Exception {
      Chromium.await(() -> {
        go(path);
        return chromium.source().contains(awaited);
      });
    }

    private void enter(String name, String password, String awaited) throws Exception {
      chromium.clear("#username");
      chromium.type("#username", name);
      chromium.type("#password", password);
      // The page before may say the same: wait for a new one.
      chromium.run("document.body.dataset.old = 'yes'; arguments[0]('')");
      chromium.press("#login button[type=submit]", "");
      Chromium.await(() -> {
        String source = chromium.source();
        return !source.contains("data-old") && source.contains(awaited);
      });
    }

    private void look(String state) throws Exception {
      String written = System.getProperty("pages.write", "");
      if (!written.isEmpty()) {
        Files.write(Path.of(written, state + "-" + scheme + ".png"), chromium.picture());
      }
      Object found = chromium.run(axe() + """
          ;const done = arguments[0];
          axe.run().then(
              report => done([report.passes.map(rule => rule.id), report.violations.map(
                  rule => rule.id + ': ' + rule.nodes.map(node => node.html).join(' '))]),
              broken => done([[], [String(broken)]]));""");
      assertThat(((List<?>) found).get(0)).asInstanceOf(LIST).contains(WAS_CHECKED);
      assertThat(((List<?>) found).get(1)).as(state).isEqualTo(List.of());
    }
  }

  private static String axe() throws Exception {
    try (InputStream script = EveryPageTest.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
    }
  }
}
