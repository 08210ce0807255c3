package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Configuration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What reaches an application behind a proxy, over the wire: the test is the proxy, or whoever comes past it. */
class BehindProxyTest {
  private static final String TRUSTED = "127.0.0.1";
  private static final String OTHER = "10.0.0.1";
  private static final List<String> SPELLINGS = List.of(
      "Remote-User",
      "remote-user",
      "REMOTE-USER",
      "Remote_User",
      "remote_user",
      "Remote.User",
      "remote~user");

  private static Container.Running start(
      Container container, String contextPath, String proxies, String... more) throws Exception {
    String text = "[authentication]\ntype = proxy\n[server]\ntrusted_proxies = " + proxies + "\n"
        + String.join("\n", more) + "\n[rules]\n/open/** = optional\n/** = user\n";
    return container.start(contextPath, context -> install(context, text));
  }

  private static void show(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    StringBuilder seen = new StringBuilder();
    seen.append("user=").append(request.getRemoteUser()).append('\n');
    seen.append("addr=").append(request.getRemoteAddr()).append('\n');
    seen.append("url=").append(request.getRequestURL()).append('\n');
    seen.append("secure=").append(request.isSecure()).append('\n');
    for (String name : Collections.list(request.getHeaderNames())) {
      if (!name.matches("(?i)host|connection|user-agent")) {
        seen.append("name=").append(name).append('\n');
      }
    }
    for (String name : SPELLINGS) {
      seen.append("one=").append(request.getHeader(name)).append('\n');
      seen.append("all=").append(Collections.list(request.getHeaders(name))).append('\n');
    }
    seen.append("number=").append(request.getIntHeader("Remote_User")).append('\n');
    response.getWriter().print(seen);
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void nothing_of_what_a_stranger_says_reaches_the_application(Container container)
      throws Exception {
    try (Container.Running app = start(container, "/", OTHER)) {
      for (String name : SPELLINGS) {
        Wire.Answer answer = app.get(
            "/open/x",
            name + ": 4711",
            "X-Remote-User: 4711",
            "X-Forwarded-User: 4711",
            "X_Forwarded_User: 4711",
            "X-authentik-username: 4711",
            "X-Forwarded-For: 198.51.100.1",
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Proto: https");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
            .contains(
                "user=null",
                "addr=127.0.0.1",
                "url=http://localhost:" + app.port() + "/open/x",
                "secure=false",
                "number=-1")
            .doesNotContain("4711")
            .doesNotContainIgnoringCase("name=remote")
            .doesNotContainIgnoringCase("name=x-remote")
            .doesNotContainIgnoringCase("name=x_forwarded_user");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void a_trusted_proxy_is_heard_and_a_clients_own_spelling_is_not(Container container)
      throws Exception {
    try (Container.Running app = start(container, "/", TRUSTED)) {
      Wire.Answer answer = app.get(
          "/x",
          "remote-user: ada",
          "Remote_User: evil",
          "Remote.User: evil",
          "X-Remote-User: evil",
          "X-Forwarded-For: 1.1.1.1, 198.51.100.1",
          "X-Forwarded-Host: example.org",
          "X-Forwarded-Proto: https",
          "Accept: text/plain");

      assertThat(answer.body())
          .contains(
              "user=ada",
              "addr=198.51.100.1",
              "url=https://example.org/x",
              "secure=true",
              "one=ada",
              "all=[ada]")
          .containsIgnoringCase("name=accept")
          .doesNotContain("evil");
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void a_field_that_comes_twice_is_a_bad_request(Container container) throws Exception {
    try (Container.Running app = start(container, "/", TRUSTED)) {
      assertThat(app.get("/x", "Remote-User: ada", "remote-user: evil").status())
          .isEqualTo(400);
      assertThat(app.get("/open/x", "Remote-User: ada", "remote-user: evil").status())
          .isEqualTo(400);
    }
    try (Container.Running app = start(container, "/", OTHER)) {
      assertThat(app.get("/x", "Remote-User: ada", "remote-user: evil").status())
          .isEqualTo(401);
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void the_secret_between_us_and_the_proxy_stays_there(Container container) throws Exception {
    String secret = "[proxy]\nsecret_header = X-Proxy-Secret\nsecret = sixteen letters!";
    try (Container.Running app = start(container, "/", TRUSTED, secret)) {
      assertThat(app.get("/x", "Remote-User: ada", "X-Proxy-Secret: sixteen letters!")
              .body())
          .contains("user=ada", "one=ada")
          .doesNotContainIgnoringCase("secret");
      assertThat(
              app.get("/open/x", "Remote-User: evil", "X-Proxy-Secret: wrong").body())
          .contains("user=null")
          .doesNotContain("evil", "wrong");
    }
  }

  /** No prefix, one that the proxy takes off, one that it leaves; with and without TLS in front. */
  @ParameterizedTest
  @CsvSource({
    "JETTY,  /,    ,       http", "JETTY,  /,    ,       https",
    "JETTY,  /,    /tools, http", "JETTY,  /,    /tools, https",
    "JETTY,  /app, ,       http", "JETTY,  /app, ,       https",
    "JETTY,  /app, /tools, http", "JETTY,  /app, /tools, https",
    "TOMCAT, /,    ,       http", "TOMCAT, /,    ,       https",
    "TOMCAT, /,    /tools, http", "TOMCAT, /,    /tools, https",
    "TOMCAT, /app, ,       http", "TOMCAT, /app, ,       https",
    "TOMCAT, /app, /tools, http", "TOMCAT, /app, /tools, https",
  })
  void every_address_of_ours_begins_where_the_client_sees_the_application(
      Container container, String context, String stripped, String scheme) throws Exception {
    String inside = context.equals("/") ? "" : context;
    String base = (stripped == null ? "" : stripped) + inside;
    String[] way = {
      "X-Forwarded-Proto: " + scheme,
      "X-Forwarded-Host: example.org",
      "X-Forwarded-Prefix: " + (stripped == null ? "" : stripped)
    };
    try (Container.Running app = session(container, context)) {
      Wire.Answer page = app.get("/orders", with(way, "Accept: text/html"));
      String login = page.first("Location").orElseThrow();
      Wire.Answer form = app.get(login.substring(base.length()), with(way, "Accept: text/html"));
      String visit = form.first("Set-Cookie").orElseThrow();

      assertThat(login).startsWith(base + "/auth/login?return_to=").endsWith("orders");
      assertThat(form.body()).contains("action=\"" + base + "/auth/login\"");
      assertThat(form.body()).contains("href=\"" + base + "/auth/");
      assertThat(visit).contains("; Path=" + (base.isEmpty() ? "/" : base));
      assertThat(visit.contains("; Secure")).isEqualTo(scheme.equals("https"));
    }
  }

  /** A page of evil.example has its name lead here, and its script asks as a neighbour's browser does. */
  @ParameterizedTest
  @CsvSource({
    "JETTY,  '',                              evil.example:8090, 401",
    "JETTY,  public_url = http://nas.lan:80/, evil.example:8090, 401",
    "JETTY,  '',                              127.0.0.1:8090,    200",
    "JETTY,  '',                              [::1]:8090,        200",
    "JETTY,  public_url = http://nas.lan:80/, nas.lan,           200",
    "JETTY,  public_url = http://nas.lan:80/, localhost,         200",
    "TOMCAT, '',                              evil.example:8090, 401",
    "TOMCAT, public_url = http://nas.lan:80/, evil.example:8090, 401",
    "TOMCAT, '',                              127.0.0.1:8090,    200",
    "TOMCAT, '',                              [::1]:8090,        200",
    "TOMCAT, public_url = http://nas.lan:80/, nas.lan,           200",
    "TOMCAT, public_url = http://nas.lan:80/, localhost,         200",
  })
  void an_address_lets_in_whoever_asks_for_this_application_only(
      Container container, String server, String host, int status) throws Exception {
    String text = "[authentication]\ntype = basic\nusername = ada\npassword = open sesame\n"
        + "use_bcrypt = no\n[server]\n" + server
        + "\n[bypass]\nnetworks = 127.0.0.1\nuser = operator\n";
    try (Container.Running app = container.start("/", context -> install(context, text))) {
      Wire.Answer answer =
          app.get("/x", "Host: " + host, "Origin: http://" + host, "Sec-Fetch-Site: same-origin");

      assertThat(answer.status()).isEqualTo(status);
      assertThat(app.get("/x", "Host: " + host, "X-Forwarded-For: 127.0.0.1").status())
          .isEqualTo(401);
    }
  }

  private static void install(ServletContext context, String text) {
    AuthFilter.install(
        context,
        Configuration.parse("auth.ini", text, Path.of("."), Map.of(), InstantSource.system()));
    servlet(context, "show", "/*", "/unused", BehindProxyTest::show);
  }

  private static String[] with(String[] fields, String more) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(fields), java.util.stream.Stream.of(more))
        .toArray(String[]::new);
  }

  private static Container.Running session(Container container, String contextPath)
      throws Exception {
    String text = """
        [authentication]
        type = session
        username = ada
        password = open sesame
        use_bcrypt = no
        [server]
        trusted_proxies = 127.0.0.1
        """;
    return container.start(contextPath, context -> install(context, text));
  }
}
