package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.vestibule.auth.testing.PlainBrowser;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** axe-core finds nothing to object to in the pages as the demo shows them. */
@Tag("counterparts")
class AccessibilityTest {
  private static final String WAS_CHECKED = "color-contrast";

  @TempDir
  Path folder;

  @ParameterizedTest(name = "dark: {0}")
  @ValueSource(booleans = {false, true})
  void finds_no_fault_in_any_page(boolean dark) throws Exception {
    Path config = SessionFiles.write(folder, "session", "url = memory");
    // Blink's PreferredColorScheme: 0 is dark, 1 is light.
    String scheme = "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1);
    try (DemoProcess demo = SessionFiles.start(config, 0);
        Chromium chromium = Chromium.start(folder, true, scheme)) {
      chromium.go(demo.url() + "admin/hello");
      assertThat(chromium.run("arguments[0](matchMedia('(prefers-color-scheme: dark)').matches)"))
          .isEqualTo(dark);
      assertClean(chromium);
      signIn(chromium, "wrong", "aria-invalid=\"true\"");
      assertClean(chromium);
      signIn(chromium, ConfigFiles.PASSWORD, "/auth/logout?return_to=");
      assertClean(chromium);
      new PlainBrowser(demo.url()).signIn("bob", ConfigFiles.PASSWORD);
      chromium.go(demo.url() + "auth/sessions");
      assertClean(chromium);
      tokens(chromium, demo.url());
      chromium.go(demo.url() + "auth/logout");
      assertClean(chromium);
      chromium.press("form[action$='/auth/logout'] button", "href=\"/auth/login\"");
      assertClean(chromium);
    }
  }

  /** The list of tokens without any, the form, the new token, and the list with it. */
  private static void tokens(Chromium chromium, String url) throws Exception {
    chromium.go(url + "auth/tokens");
    assertClean(chromium);
    chromium.go(url + "auth/tokens/new");
    assertClean(chromium);
    chromium.type("#name", "backup");
    chromium.press("form[action$='/auth/tokens'] button", "vst_");
    assertClean(chromium);
    chromium.go(url + "auth/tokens");
    chromium.run("document.querySelector('details').open = true; arguments[0]('')");
    assertClean(chromium);
  }

  /** Bob may not open what he asked for, so what follows is the page that says so. */
  private static void signIn(Chromium chromium, String password, String awaited) throws Exception {
    chromium.clear("#username");
    chromium.type("#username", "bob");
    chromium.type("#password", password);
    chromium.press("#login button[type=submit]", awaited);
  }

  private static void assertClean(Chromium chromium) throws Exception {
    Object found = chromium.run(axe() + """
        ;const done = arguments[0];
        axe.run().then(
            report => done([report.passes.map(rule => rule.id), report.violations.map(
                rule => rule.id + ': ' + rule.nodes.map(node => node.html).join(' '))]),
            broken => done([[], [String(broken)]]));""");
    assertThat(((List<?>) found).get(0)).asInstanceOf(LIST).contains(WAS_CHECKED);
    assertThat(((List<?>) found).get(1)).as(chromium.url()).isEqualTo(List.of());
  }

  private static String axe() throws Exception {
    try (InputStream script = AccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
    }
  }
}
