package io.vestibule.auth.servlet.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.Body;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PagesTest {
  private final Pages pages = new Pages();

  private String error(Object title, Object detail) {
    return pages.render(
        new Body.Page("error", Map.of("status", 404, "title", title, "detail", detail)));
  }

  @Test
  void an_error_says_what_happened() {
    assertThat(error("Not Found", "There is no such page."))
        .contains("<title>404 Not Found</title>")
        .contains("<h1>404 Not Found</h1>")
        .contains("<p>There is no such page.</p>")
        .contains("lang=\"en\"")
        .contains("color-scheme: light dark");
  }

  @Test
  void what_is_shown_is_escaped() {
    assertThat(error("<script>alert(1)</script>", "\"a' & <b>"))
        .doesNotContain("<script", "<b>", "\"a")
        .contains("&lt;script&gt;");
  }

  /** A browser takes the digest of all between the tags, byte for byte (CSP Level 3, 8.5). */
  @Test
  void the_policy_admits_this_style_and_nothing_else() throws Exception {
    String page = error("t", "d");
    String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8));

    assertThat(Pages.HEADERS.first("Content-Security-Policy"))
        .contains("default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder().encodeToString(digest)
            + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    assertThat(page).doesNotContain("style=", "<script", "<link", "<img");
  }

  @Test
  void what_a_model_lacks_stays_blank() {
    assertThat(pages.render(new Body.Page("error", Map.of()))).contains("<p></p>");
  }

  @Test
  void an_unknown_page_is_a_programming_error() {
    assertThatThrownBy(() -> pages.render(new Body.Page("nope", Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nope");
  }
}
