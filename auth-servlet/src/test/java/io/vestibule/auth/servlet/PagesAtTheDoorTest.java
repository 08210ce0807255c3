package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import jakarta.servlet.ServletContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages over the wire. */
class PagesAtTheDoorTest {

  @ParameterizedTest
  @EnumSource
  void a_page_leads_to_its_style_below_the_context_path(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer page = server.get("/hello", "Accept: text/html");
      Matcher link =
          Pattern.compile("href=\"/app(/auth/assets/style[^\"]*)\"").matcher(page.body());

      assertThat(page.status()).isEqualTo(403);
      assertThat(page.all("Cache-Control")).containsExactly("no-store");
      assertThat(link.find()).isTrue();
      Wire.Answer style = server.get(link.group(1));
      assertThat(style.status()).isEqualTo(200);
      assertThat(style.first("Content-Type").orElse("").replace(" ", ""))
          .isEqualToIgnoringCase("text/css;charset=utf-8");
      assertThat(style.all("Cache-Control")).containsExactly("public, max-age=31536000, immutable");
      assertThat(server.send("HEAD", link.group(1)).body()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void no_other_file_lies_there(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/auth/assets/login.html").status()).isEqualTo(404);
      assertThat(server.send("POST", "/auth/assets/x").status()).isEqualTo(405);
      assertThat(server.get("/auth/assets/../../hello").status()).isIn(400, 403);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_refusal_speaks_the_language_of_the_browser(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(
              server.get("/hello", "Accept: text/html", "Accept-Language: de").body())
          .contains("<html lang=\"de\" dir=\"ltr\">", "Sie dürfen diese Seite nicht öffnen.");
    }
  }

  private static Container.Running start(Container container) throws Exception {
    return container.start("/app", PagesAtTheDoorTest::register);
  }

  private static void register(ServletContext context) {
    AuthFilter.install(context, Auth.builder().build());
    servlet(context, "hello", "/hello", "/", (request, response) -> response
        .getWriter()
        .print("hello"));
  }
}
