package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.password.PasswordHash;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a script of another origin may read of an answer, over the wire. */
class CorsTest {
  private static final String APP = "https://app.example.org";
  private static final String FROM_APP = "Origin: " + APP;
  private static final String SCRIPT = "Sec-Fetch-Mode: cors";
  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
  private static final String ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";
  private static final String EXPOSE = "Access-Control-Expose-Headers";
  private static final String OPEN_LIST = "[server]\nallowed_origins = " + APP + "\n";

  private static final String HASH =
      PasswordHash.hash(Secret.of("open sesame"), PasswordHash.LOWEST_NEW_COST);

  private static final String WAYS = """
      [authentication]
      type = basic, session
      [users]
      ada = %s
      [throttle]
      account_attempts = 2
      [issuer]
      url = https://api.example.org
      [rules]
      /admin/** = role:admin
      /** = user
      """;

  private static Container.Running start(Container container, String more) throws Exception {
    return container.start("/", context -> register(context, more));
  }

  private static void register(ServletContext context, String more) {
    AuthFilter.install(
        context,
        Configuration.parse(
            "auth.ini",
            WAYS.formatted(HASH) + more,
            Path.of("."),
            Map.of(),
            InstantSource.system()));
    servlet(
        context,
        "own",
        "/own",
        "/own2",
        (request, response) -> response.setHeader(ALLOW_ORIGIN, "https://chosen.example"));
    servlet(context, "plain", "/", "/admin/*", (request, response) -> response
        .getWriter()
        .print("hello"));
  }

  private static String basic(String password) {
    byte[] pair = ("ada:" + password).getBytes(UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @ParameterizedTest
  @EnumSource
  void a_script_of_an_allowed_origin_may_read_why_it_is_refused(Container container)
      throws Exception {
    try (Container.Running app = start(container, OPEN_LIST)) {
      List<Wire.Answer> refusals = List.of(
          app.get("/", SCRIPT, FROM_APP),
          app.get("/admin/x", SCRIPT, FROM_APP, basic("open sesame")),
          app.get("/", SCRIPT, FROM_APP, basic("wrong")),
          app.get("/", SCRIPT, FROM_APP, basic("wrong too")),
          app.get("/", SCRIPT, FROM_APP, basic("wrong again")));

      assertThat(refusals).extracting(Wire.Answer::status).containsExactly(401, 403, 401, 401, 429);
      for (Wire.Answer refused : refusals) {
        assertThat(refused.all(ALLOW_ORIGIN)).containsExactly(APP);
        assertThat(refused.all(ALLOW_CREDENTIALS)).containsExactly("true");
        assertThat(refused.all(EXPOSE)).containsExactly("Retry-After, WWW-Authenticate");
        assertThat(refused.all("Vary")).containsOnlyOnce("Origin");
      }
      assertThat(refusals.get(4).first("Retry-After")).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JETTY  | Origin: https://evil.example",
        "JETTY  | Origin: null",
        "JETTY  | Origin: http://app.example.org",
        "JETTY  | Origin: https://app.example.org:8443",
        "JETTY  | Origin: https://app.example.org.evil.example",
        "JETTY  | Origin: https://evil.example/https://app.example.org",
        "JETTY  | Origin: https://x.app.example.org",
        "JETTY  | Origin: https://app.example.org, https://evil.example",
        "JETTY  | Origin: https://app.example.org/",
        "JETTY  | Origin: *",
        "JETTY  | Referer: https://app.example.org/",
        "TOMCAT | Origin: https://evil.example",
        "TOMCAT | Origin: null",
      })
  void no_other_origin_may(Container container, String field) throws Exception {
    try (Container.Running app = start(container, OPEN_LIST)) {
      Wire.Answer refused = app.get("/", SCRIPT, field);

      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.fields()).noneMatch(line -> line.startsWith("Access-Control"));
      assertThat(refused.all("Vary")).containsOnlyOnce("Origin");
    }
  }

  @ParameterizedTest
  @EnumSource
  void two_origins_are_none(Container container) throws Exception {
    try (Container.Running app = start(container, OPEN_LIST)) {
      assertThat(app.get("/", FROM_APP, "Origin: https://evil.example").fields())
          .noneMatch(line -> line.startsWith("Access-Control"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void without_a_list_nothing_is_said_of_origins(Container container) throws Exception {
    try (Container.Running app = start(container, "")) {
      Wire.Answer refused = app.get("/", SCRIPT, FROM_APP);

      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.fields()).noneMatch(line -> line.startsWith("Access-Control"));
      assertThat(refused.all("Vary")).doesNotContain("Origin");
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_passes_is_the_business_of_the_application(Container container) throws Exception {
    try (Container.Running app = start(container, OPEN_LIST)) {
      String ada = basic("open sesame");

      assertThat(app.get("/", SCRIPT, FROM_APP, ada).fields())
          .noneMatch(line -> line.startsWith("Access-Control") || line.equals("Vary: Origin"));
      assertThat(app.get("/own", SCRIPT, FROM_APP, ada).all(ALLOW_ORIGIN))
          .containsExactly("https://chosen.example");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_preflight_is_answered_before_the_application_hears_of_it(Container container)
      throws Exception {
    try (Container.Running app = start(container, OPEN_LIST)) {
      Wire.Answer preflight = app.send(
          "OPTIONS", "/own", FROM_APP, asks("PUT"), "Access-Control-Request-Headers: x-one,x-two");

      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.body()).isEmpty();
      assertThat(preflight.all(ALLOW_ORIGIN)).containsExactly(APP);
      assertThat(preflight.all(ALLOW_CREDENTIALS)).containsExactly("true");
      assertThat(preflight.all("Access-Control-Allow-Methods")).containsExactly("PUT");
      assertThat(preflight.all("Access-Control-Allow-Headers")).containsExactly("x-one,x-two");
      assertThat(preflight.all("Access-Control-Max-Age")).containsExactly("600");
      assertThat(preflight.all("Vary")).containsOnlyOnce("Origin");
      assertThat(app.get("/own", FROM_APP).status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_preflight_of_anybody_else_is_refused_and_runs_nothing(Container container)
      throws Exception {
    try (Container.Running app = start(container, OPEN_LIST)) {
      for (String origin : List.of("https://evil.example", "null")) {
        Wire.Answer preflight = app.send("OPTIONS", "/own", "Origin: " + origin, asks("PUT"));

        assertThat(preflight.status()).isEqualTo(401);
        assertThat(preflight.all(ALLOW_ORIGIN)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_is_no_name_of_a_method_or_field_is_not_sent_back(Container container) throws Exception {
    try (Container.Running app = start(container, OPEN_LIST)) {
      Wire.Answer preflight = app.send(
          "OPTIONS",
          "/own",
          FROM_APP,
          asks("PUT; x=\"y\""),
          "Access-Control-Request-Headers: " + "x".repeat(1001));

      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.all("Access-Control-Allow-Methods")).isEmpty();
      assertThat(preflight.all("Access-Control-Allow-Headers")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_preflight_reaches_the_application_where_the_file_says_so(Container container)
      throws Exception {
    try (Container.Running app = start(container, OPEN_LIST + "cors_preflight = yes\n")) {
      Wire.Answer preflight = app.send("OPTIONS", "/own", FROM_APP, asks("PUT"));

      assertThat(preflight.status()).isEqualTo(200);
      assertThat(preflight.all(ALLOW_ORIGIN)).containsExactly("https://chosen.example");
    }
  }

  private static String asks(String method) {
    return "Access-Control-Request-Method: " + method;
  }

  @ParameterizedTest
  @EnumSource
  void our_pages_are_for_nobody_else_to_read(Container container) throws Exception {
    try (Container.Running app = start(container, OPEN_LIST)) {
      Wire.Answer page = app.get("/auth/login", SCRIPT, FROM_APP);

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.fields()).noneMatch(line -> line.startsWith("Access-Control"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void where_tokens_are_given_cookies_are_of_no_use_and_nothing_is_said_twice(Container container)
      throws Exception {
    try (Container.Running app = start(container, OPEN_LIST)) {
      Wire.Answer refused = app.send("POST", "/auth/api/token", SCRIPT, FROM_APP);

      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.all(ALLOW_ORIGIN)).containsExactly(APP);
      assertThat(refused.all(ALLOW_CREDENTIALS)).isEmpty();
      assertThat(refused.all(EXPOSE)).hasSize(1);
      assertThat(refused.all("Vary")).containsOnlyOnce("Origin");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_filter_in_front_that_answers_for_origins_is_not_contradicted(Container container)
      throws Exception {
    Filter cors = (request, response, chain) -> {
      HttpServletResponse answer = (HttpServletResponse) response;
      answer.setHeader(ALLOW_ORIGIN, "https://chosen.example");
      answer.addHeader("Vary", "Origin");
      chain.doFilter(request, response);
    };
    Container.Setup setup = context -> {
      context
          .addFilter("cors", cors)
          .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
      register(context, OPEN_LIST);
    };
    try (Container.Running app = container.start("/", setup)) {
      Wire.Answer refused = app.get("/", SCRIPT, FROM_APP);

      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.all(ALLOW_ORIGIN)).containsExactly("https://chosen.example");
      assertThat(refused.all(ALLOW_CREDENTIALS)).isEmpty();
      assertThat(refused.all("Vary")).containsOnlyOnce("Origin");
    }
  }
}
