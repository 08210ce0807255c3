package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.config.Look;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {

  @ParameterizedTest
  @CsvSource({"style, text/css;charset=utf-8", "script, text/javascript;charset=utf-8"})
  void a_page_names_its_files_by_their_digest_and_they_may_be_kept(String kind, String mediaType) {
    AuthResponse file = get(Shown.PAGES, path(Shown.PAGES, kind));

    assertThat(file.status()).isEqualTo(200);
    assertThat(((Body.Text) file.body()).mediaType()).isEqualTo(mediaType);
    assertThat(file.headers().first("Cache-Control"))
        .hasValue("public, max-age=31536000, immutable");
    assertThat(file.headers().first("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(path(Shown.PAGES, kind))
        .matches("/auth/assets/" + kind + "\\.[0-9a-f]{16}\\.(css|js)");
  }

  @Test
  void another_accent_is_another_file() {
    Pages green = Shown.pages(Look.plain().withAccent("#1b6b3a"));

    assertThat(path(green, "style")).isNotEqualTo(path(Shown.PAGES, "style"));
    assertThat(path(green, "script")).isEqualTo(path(Shown.PAGES, "script"));
    assertThat(get(green, path(green, "style")).body().toString())
        .startsWith(":root{--accent:#1b6b3a;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "style.css",
        "script.js",
        "login.html",
        "messages.properties",
        "..",
        "a/b",
        "style.0000000000000000.css"
      })
  void what_is_no_asset_is_not_found(String name) {
    AuthResponse answer = get(Shown.PAGES, "/auth/assets/" + name);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.headers().first("Cache-Control")).hasValue("no-store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/auth", "/auth/assets", "/auth/login", "/other/auth/assets/style.css"})
  void other_paths_are_none_of_its_business(String path) {
    assertThat(Shown.PAGES.asset(Ask.bare("GET", path))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"GET, 200", "HEAD, 200", "POST, 405", "PUT, 405", "DELETE, 405", "get, 405"})
  void files_are_only_fetched(String method, int status) {
    AuthResponse answer =
        Shown.PAGES.asset(Ask.bare(method, path(Shown.PAGES, "style"))).orElseThrow();

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().first("Allow").isPresent()).isEqualTo(status == 405);
  }

  @Test
  void they_live_below_the_base_path() {
    Pages elsewhere = Shown.pages(Look.plain().withBasePath("/sign/in"));

    assertThat(path(elsewhere, "style")).startsWith("/sign/in/assets/");
    assertThat(get(elsewhere, path(elsewhere, "style")).status()).isEqualTo(200);
    assertThat(elsewhere.asset(Ask.bare("GET", "/auth/assets/x"))).isEmpty();
  }

  @Test
  void the_script_reaches_for_nothing() {
    String script = get(Shown.PAGES, path(Shown.PAGES, "script")).body().toString();

    assertThat(script)
        .doesNotContain(
            "fetch(", "XMLHttpRequest", "localStorage", "sessionStorage", "cookie", "eval(")
        .doesNotContain("innerHTML", "insertAdjacentHTML", "document.write", "import(", "http");
  }

  static String path(Pages pages, String kind) {
    String html = Shown.of(pages, States.of("login"), Ask.page("/")).html();
    Matcher matcher =
        Pattern.compile("\"/app(/[a-z/]+/" + kind + "\\.[^\"]*)\"").matcher(html);
    return matcher.find() ? matcher.group(1) : "none";
  }

  static AuthResponse get(Pages pages, String path) {
    return pages.asset(Ask.bare("GET", path)).orElseThrow();
  }
}
