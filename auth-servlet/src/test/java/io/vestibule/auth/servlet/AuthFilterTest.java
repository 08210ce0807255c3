package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Body;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Need;
import io.vestibule.auth.Requirement;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client gets, over the wire. */
class AuthFilterTest {
  private static final String ADA = "X-Test-User: ada";

  /** Offers a second scheme, a page of its own and a form. */
  private static final class Desk implements Authenticator {
    @Override
    public AuthResult authenticate(AuthRequest request) {
      return AuthResult.notAttempted();
    }

    @Override
    public Optional<Challenge> challenge(Need need) {
      return Optional.of(Challenge.header("Bearer", Map.of("realm", "test")));
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of(
          new Endpoint("POST", "/desk/form", (request, form) -> fields(form)),
          new Endpoint(
              "GET",
              "/desk/moved",
              (request, form) -> new AuthResponse(
                  303, Headers.of("Location", request.contextPath() + "/"), Body.none())));
    }

    private static AuthResponse fields(Form form) {
      return new AuthResponse(200, Headers.none(), new Body.Json(Map.copyOf(form.fields())));
    }
  }

  private static Container.Running start(Container container) throws Exception {
    return container.start("/app", AuthFilterTest::register);
  }

  private static void register(ServletContext context) {
    AuthFilter.install(
        context,
        Auth.builder()
            .authenticator("test", new HeaderUser())
            .authenticator("desk", new Desk())
            .rules((method, path) -> path.startsWith("/public/")
                ? Requirement.OPEN
                : path.equals("/optional") ? Requirement.LENIENT : Requirement.SIGNED_IN)
            .build());
    servlet(context, "hello", "/", "/public/*", AuthFilterTest::hello);
    servlet(
        context,
        "cached",
        "/cached",
        "/cached2",
        (request, response) -> response.setHeader("Cache-Control", "max-age=60"));
    servlet(context, "echo", "/echo", "/public/echo", (request, response) -> response
        .getWriter()
        .print("read " + request.getInputStream().readAllBytes().length));
  }

  private static void hello(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print("hello " + request.getRemoteUser());
  }

  @ParameterizedTest
  @EnumSource
  void guards_what_no_rule_opens(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/hello").status()).isEqualTo(401);
      assertThat(server.get("/hello").body()).doesNotContain("hello");
      assertThat(server.get("/public/hello").body()).contains("hello null");
      assertThat(server.get("/hello", ADA).body()).contains("hello ada");
      assertThat(server.get("/public/hello", ADA).body()).contains("hello ada");
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrong_credentials_are_refused_on_open_paths_too(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/public/hello", "X-Test-User: wrong").status()).isEqualTo(401);
      assertThat(server.get("/optional", "X-Test-User: wrong").body()).contains("hello null");
    }
  }

  @ParameterizedTest
  @EnumSource
  void offers_every_way_in_a_field_of_its_own(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/hello").all("WWW-Authenticate"))
          .containsExactly("Bearer realm=\"test\"", "Basic realm=\"test\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void says_when_to_come_back_if_nobody_can_tell(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer down = server.get("/public/hello", "X-Test-User: down");

      assertThat(down.status()).isEqualTo(503);
      assertThat(down.first("Retry-After")).contains("7");
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_needs_a_user_is_not_stored_unless_the_application_says_so(Container container)
      throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/hello", ADA).all("Cache-Control")).containsExactly("no-store");
      assertThat(server.get("/hello").all("Cache-Control")).containsExactly("no-store");
      assertThat(server.get("/public/hello", ADA).all("Cache-Control")).isEmpty();
      assertThat(server.get("/cached", ADA).all("Cache-Control")).containsExactly("max-age=60");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JETTY  | Accept: application/json        | application/problem+json | Basic",
        "JETTY  | Accept: text/html               | text/html;charset=utf-8  | Basic",
        "JETTY  | Accept: */*                     | text/plain;charset=utf-8 | Basic",
        "JETTY  | X-Requested-With: XMLHttpRequest | application/problem+json | X-Basic",
        "TOMCAT | Accept: application/json        | application/problem+json | Basic",
        "TOMCAT | Accept: text/html               | text/html;charset=utf-8  | Basic",
        "TOMCAT | Accept: */*                     | text/plain;charset=utf-8 | Basic",
        "TOMCAT | X-Requested-With: XMLHttpRequest | application/problem+json | X-Basic",
      })
  void answers_each_caller_in_its_own_form(
      Container container, String field, String mediaType, String scheme) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer refused = server.get("/hello", field);
      Wire.Answer malformed = server.get("/a//b", field, ADA);

      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.first("Content-Type")).hasValueSatisfying(same(mediaType));
      assertThat(refused.all("WWW-Authenticate")).contains(scheme + " realm=\"test\"");
      assertThat(refused.first("Content-Length"))
          .contains(String.valueOf(refused.body().length()));
      assertThat(malformed.status()).isEqualTo(400);
    }
  }

  /** What Chromium and Firefox send to an origin such as http://nas.lan:8080: no Fetch Metadata. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JETTY  | Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 | de | */*                               | X-Basic",
        "JETTY  | Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 | de | application/json, text/plain, */* | X-Basic",
        "JETTY  | Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 | de | text/html,*/*;q=0.8               | Basic",
        "JETTY  | Mozilla/5.0 (Windows NT) PowerShell/7.5      |    | */*                               | Basic",
        "JETTY  | curl/8.5.0                                   | de | */*                               | Basic",
        "TOMCAT | Mozilla/5.0 (X11; rv:143.0) Firefox/143.0    | de | */*                               | X-Basic",
        "TOMCAT | python-requests/2.32                         |    | application/json                  | Basic",
      })
  void a_script_opens_no_prompt_over_plain_http_either(
      Container container, String agent, String language, String accept, String scheme)
      throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer refused = server.get(
          "/hello",
          "User-Agent: " + agent,
          language == null ? "X-Nothing: 1" : "Accept-Language: " + language,
          "Accept: " + accept);

      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.all("WWW-Authenticate")).contains(scheme + " realm=\"test\"");
    }
  }

  /** Tomcat spells the charset in its own way. */
  private static java.util.function.Consumer<String> same(String mediaType) {
    return actual -> assertThat(actual.replace(" ", "")).isEqualToIgnoringCase(mediaType);
  }

  @ParameterizedTest
  @EnumSource
  void a_page_runs_no_script_and_nobody_frames_it(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer page = server.get("/hello", "Accept: text/html");

      assertThat(page.body()).contains("<h1>Sign in first</h1>").doesNotContain("<script");
      assertThat(page.first("Content-Security-Policy"))
          .hasValueSatisfying(policy -> assertThat(policy)
              .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void head_gets_the_head_only(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer head = server.send("HEAD", "/hello");

      assertThat(head.status()).isEqualTo(401);
      assertThat(head.body()).isEmpty();
      assertThat(head.first("Content-Length"))
          .contains(String.valueOf(server.get("/hello").body().length()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobody_reaches_the_application_by_an_invented_preflight(Container container)
      throws Exception {
    try (Container.Running server = start(container)) {
      String origin = "Origin: https://shop.example";
      String asks = "Access-Control-Request-Method: PUT";
      assertThat(server.send("OPTIONS", "/hello", origin, asks).status()).isEqualTo(401);
      assertThat(server.send("OPTIONS", "/hello", origin).status()).isEqualTo(401);
      assertThat(server.send("OPTIONS", "/hello", asks).status()).isEqualTo(401);
      assertThat(server.send("GET", "/hello", origin, asks).status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_rejected_upload_hears_why(Container container) throws Exception {
    byte[] upload = new byte[1024 * 1024];
    try (Container.Running server = start(container)) {
      Wire.Answer refused = Wire.send(server.port(), "POST", "/app/echo", upload);
      Wire.Answer taken = Wire.send(server.port(), "POST", "/app/echo", upload, ADA);

      assertThat(refused.status()).isEqualTo(401);
      assertThat(taken.body()).contains("read 1048576");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JETTY, GET, '', 401, false",
    "JETTY, POST, x=y, 401, true",
    "JETTY, POST, '', 401, false",
    "TOMCAT, GET, '', 401, false",
    "TOMCAT, POST, x=y, 401, true"
  })
  void a_connection_ends_with_a_refusal_that_leaves_a_body_unread(
      Container container, String method, String body, int status, boolean ends) throws Exception {
    try (Container.Running running = start(container)) {
      HttpRequest request = HttpRequest.newBuilder(
              URI.create("http://127.0.0.1:" + running.port() + "/app/hello"))
          .method(method, BodyPublishers.ofString(body))
          .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("Connection").orElse("").equalsIgnoreCase("close"))
          .isEqualTo(ends);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoever_asks_before_an_upload_is_refused_before_it(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer refused =
          server.send("PUT", "/echo", "Content-Length: 1048576", "Expect: 100-continue");

      assertThat(refused.status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JETTY,  a=1&b=%C3%A9+x&a=2, 200",
    "JETTY,  a=%zz,              400",
    "JETTY,  a=%ff,              400",
    "TOMCAT, a=1&b=%C3%A9+x&a=2, 200",
    "TOMCAT, a=%zz,              400",
    "TOMCAT, a=%ff,              400",
  })
  void reads_a_form_for_an_endpoint_of_ours(Container container, String body, int status)
      throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer answer = Wire.send(
          server.port(),
          "POST",
          "/app/desk/form?a=query",
          body.getBytes(US_ASCII),
          "Content-Type: application/x-www-form-urlencoded");

      assertThat(answer.status()).isEqualTo(status);
      if (status == 200) {
        assertThat(answer.body()).contains("\"a\":[\"1\",\"2\"]", "\"b\":[\"é x\"]");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_endpoint_may_answer_without_a_body(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer moved = server.get("/desk/moved");

      assertThat(moved.status()).isEqualTo(303);
      assertThat(moved.first("Location"))
          .hasValueSatisfying(location -> assertThat(location).endsWith("/app/"));
      assertThat(moved.body()).isEmpty();
    }
  }
}
