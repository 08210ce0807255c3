package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.config.Configuration;
import jakarta.servlet.ServletContext;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({
    "JETTY,  '/my app', /my%20app",
    "TOMCAT, '/my app', /my%20app",
    "JETTY,  /m\u00fcller, /m%C3%BCller",
    "TOMCAT, /m\u00fcller, /m%C3%BCller"
  })
  void an_application_may_live_below_any_letters(
      Container container, String contextPath, String encoded) throws Exception {
    Configuration configuration = Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = session\nuse_bcrypt = no\n[store]\nurl = memory\n[users]\nada = swordfish\n",
        Path.of("."),
        Map.of(),
        InstantSource.system());
    try (Container.Running server = container.start(contextPath, context -> {
      AuthFilter.install(context, configuration);
      servlet(context, "all", "/", "/x", (request, response) -> {});
    })) {
      Wire.Answer refused =
          Wire.send(server.port(), "GET", encoded + "/hello", "Accept: text/html");

      assertThat(refused.status()).isEqualTo(303);
      String login = refused.first("Location").orElseThrow();
      assertThat(login).startsWith(encoded + "/auth/login?return_to=");
      assertThat(URLDecoder.decode(login, UTF_8)).endsWith("return_to=" + encoded + "/hello");
      Wire.Answer page = Wire.send(server.port(), "GET", login, "Accept: text/html");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body()).contains("action=\"" + encoded + "/auth/login\"");
      assertThat(page.all("Set-Cookie"))
          .allMatch(cookie -> cookie.contains("Path=" + encoded + ";"));
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
