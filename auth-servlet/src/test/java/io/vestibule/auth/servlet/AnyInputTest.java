package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import io.vestibule.auth.config.Configuration;
import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a stranger sends is answered in words of ours, never by the container's 500. */
class AnyInputTest {
  private static final List<String> FIELDS = List.of(
      "Accept",
      "Accept-Language",
      "Authorization",
      "Content-Type",
      "Cookie",
      "Forwarded",
      "Origin",
      "Referer",
      "Remote-User",
      "Sec-Fetch-Mode",
      "Sec-Fetch-Site",
      "User-Agent",
      "X-CSRF-Token",
      "X-Forwarded-For",
      "X-Forwarded-Host",
      "X-Forwarded-Port",
      "X-Forwarded-Prefix",
      "X-Forwarded-Proto",
      "X-Requested-With");

  private static final List<String> NONSENSE = List.of(
      "-",
      "--",
      "en,-",
      ";;;",
      ",",
      "=",
      "\"",
      "%",
      "%zz",
      "[::",
      "Basic",
      "Basic =",
      "Digest username=\"",
      "vestibule_session=-; vestibule_device=-; vestibule_visit=.",
      "https://",
      "http://[",
      "999999999999999999999",
      "\u00e9\u0080",
      "x".repeat(3_000));

  private static final List<String> QUERIES = List.of(
      "ui_locales=-",
      "ui_locales=%zz",
      "ui_locales=en+-",
      "return_to=%",
      "return_to=-",
      "token=-",
      "confirm=1&confirm=1&=&&",
      "%");

  private static final List<String> PATHS = List.of(
      "/who",
      "/auth/login",
      "/auth/logout",
      "/auth/sessions",
      "/auth/setup",
      "/auth/choose-password",
      "/auth/api/status",
      "/auth/api/sessions",
      "/auth/assets/-");

  private static void register(ServletContext context) {
    String text = """
        [authentication]
        type = session, basic, proxy
        [server]
        trusted_proxies = 127.0.0.1
        [store]
        url = memory
        """;
    AuthFilter.install(
        context,
        Configuration.parse("auth.ini", text, Path.of("."), Map.of(), InstantSource.system()));
    who(context);
  }

  private static void who(ServletContext context) {
    servlet(
        context, "who", "/", "/x", (request, response) -> response.getWriter().print("who"));
  }

  @ParameterizedTest
  @EnumSource
  void no_field_and_no_query_breaks_an_answer(Container container) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    try (Container.Running server = container.start("/app", AnyInputTest::register)) {
      for (String path : PATHS) {
        for (String value : NONSENSE) {
          for (String field : FIELDS) {
            answered(softly, server, path, field + ": " + value, "X-Any: 1");
          }
          answered(softly, server, path, "Accept: text/html", "Accept-Language: " + value);
        }
        for (String query : QUERIES) {
          answered(softly, server, path + "?" + query, "Accept: text/html");
          answered(softly, server, path + "?" + query, "Accept: application/json");
        }
      }
    }
    softly.assertAll();
  }

  private static void answered(
      SoftAssertions softly, Container.Running server, String path, String... fields)
      throws Exception {
    softly
        .assertThat(server.get(path, fields).status())
        .as("%s %s", path, List.of(fields))
        .isLessThan(500);
  }

  @ParameterizedTest
  @CsvSource({"JETTY, 403, 403", "JETTY, 200, 500", "TOMCAT, 403, 403", "TOMCAT, 200, 500"})
  void a_page_that_cannot_be_made_is_a_line_of_text(Container container, int meant, int status)
      throws Exception {
    Authenticator broken = new Authenticator() {
      @Override
      public AuthResult authenticate(AuthRequest request) {
        return AuthResult.notAttempted();
      }

      @Override
      public List<Endpoint> endpoints() {
        return List.of(new Endpoint(
            "GET",
            "/broken",
            (request, form) -> new AuthResponse(
                meant, Headers.of("Retry-After", "7"), new Body.Page("no-such-page", Map.of()))));
      }
    };
    try (Container.Running server = container.start("/app", context -> {
      AuthFilter.install(context, Auth.builder().authenticator("broken", broken).build());
      who(context);
    })) {
      Wire.Answer answer = server.get("/broken", "Accept: text/html");

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body()).isEqualTo("This page cannot be shown.\n");
      assertThat(answer.first("Content-Type").orElse("").replace(" ", ""))
          .isEqualToIgnoringCase("text/plain;charset=utf-8");
      assertThat(answer.first("Retry-After")).contains("7");
      assertThat(answer.all("Cache-Control")).containsExactly("no-store");
    }
  }
}
