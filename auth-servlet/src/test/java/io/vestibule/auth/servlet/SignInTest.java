package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.testing.PlainBrowser;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Signing in and out over the wire, in both containers, at the root and below a context path. */
class SignInTest {
  private static final String PASSWORD = "correct horse";
  private static final String HASH =
      PasswordHash.hash(Secret.of(PASSWORD), PasswordHash.LOWEST_NEW_COST);
  private static final Map<String, String> ADA = Map.of("username", "ada", "password", PASSWORD);
  private static final Map<String, String> STAYING =
      Map.of("username", "ada", "password", PASSWORD, "remember", "1");
  private static final String FORM = "application/x-www-form-urlencoded";

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final InstantSource clock = now::get;

  @TempDir
  private Path folder;

  @BeforeEach
  void writeUsers() throws IOException {
    Files.write(folder.resolve("users.txt"), List.of("ada:" + HASH, "root:" + HASH + ":admin"));
  }

  private Container.Running start(Container container, String contextPath) throws Exception {
    return container.start(contextPath, this::register);
  }

  private void register(ServletContext context) {
    String text = """
        [authentication]
        type = session
        users_file = users.txt
        [rules]
        /public/** = public
        /admin/** = role:admin
        /** = user
        """;
    AuthFilter.install(context, Configuration.parse("auth.ini", text, folder, Map.of(), clock));
    servlet(context, "who", "/", "/public/who", SignInTest::who);
    servlet(context, "host", "/public/host", "/host", SignInTest::hostSession);
    servlet(context, "forward", "/forward", "/public/forward", (request, response) -> request
        .getRequestDispatcher("/who")
        .forward(request, response));
    servlet(context, "async", "/async", "/public/async", SignInTest::dispatch);
    servlet(context, "in", "/public/in", "/in", SignInTest::login);
    servlet(context, "out", "/public/out", "/out", SignInTest::logout);
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private static void who(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response
        .getWriter()
        .print(request.getDispatcherType() + " " + request.getRemoteUser() + " "
            + request.getAuthType() + " " + request.getQueryString());
  }

  private static void hostSession(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession(request.getParameter("make") != null);
    response.getWriter().print(session == null ? "none" : session.getId());
  }

  private static void dispatch(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      AsyncContext async = request.startAsync();
      async.dispatch("/who");
    }
  }

  private static void login(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      request.login(request.getParameter("username"), request.getParameter("password"));
      who(request, response);
    } catch (SignInException refused) {
      response.setStatus(refused.reason().status());
      refused.retryAfter().ifPresent(wait -> response.setHeader("X-Wait", wait.toString()));
    } catch (ServletException down) {
      response.setStatus(503);
    }
  }

  private static void logout(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.logout();
    who(request, response);
  }

  private static Map<String, Object> members(HttpResponse<String> answer) throws Exception {
    return JSONObjectUtils.parse(answer.body());
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  private static void signIn(PlainBrowser browser, String prefix) throws Exception {
    signIn(browser, prefix, ADA);
  }

  private static void signIn(PlainBrowser browser, String prefix, Map<String, String> fields)
      throws Exception {
    HttpResponse<String> page = browser.go(prefix + "/auth/login");
    assertThat(browser.submit(page, "/auth/login", fields).statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @CsvSource({"JETTY, /", "JETTY, /app", "TOMCAT, /", "TOMCAT, /app"})
  void a_person_signs_in_ends_another_browser_and_signs_out(Container container, String contextPath)
      throws Exception {
    try (Container.Running server = start(container, contextPath)) {
      String prefix = server.prefix();
      PlainBrowser ada = PlainBrowser.at(server.port());
      HttpResponse<String> sent = ada.go(prefix + "/orders?page=2&all=1");
      assertThat(sent.statusCode()).isEqualTo(303);
      HttpResponse<String> page = ada.follow(sent);
      PlainBrowser.Form form = PlainBrowser.form(page.body(), "/auth/login");
      assertThat(form.action()).isEqualTo(prefix + "/auth/login");
      assertThat(form.hidden()).containsEntry("return_to", prefix + "/orders?page=2&all=1");

      HttpResponse<String> wrong =
          ada.submit(page, "/auth/login", Map.of("username", "ada", "password", "wrong"));
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(wrong.body()).contains("value=\"ada\"").doesNotContain("wrong\"");
      HttpResponse<String> welcome = ada.submit(wrong, "/auth/login", ADA);
      assertThat(welcome.statusCode()).isEqualTo(303);
      assertThat(ada.follow(welcome).body()).isEqualTo("REQUEST ada FORM page=2&all=1");

      PlainBrowser other = PlainBrowser.at(server.port());
      signIn(other, prefix);
      HttpResponse<String> sessions = ada.go(prefix + "/auth/sessions");
      HttpResponse<String> ended = ada.submit(sessions, "/auth/sessions/end", Map.of());
      assertThat(ended.statusCode()).isEqualTo(303);
      assertThat(location(ended)).isEqualTo(prefix + "/auth/sessions");
      assertThat(location(other.go(prefix + "/who"))).startsWith(prefix + "/auth/login");
      assertThat(ada.go(prefix + "/who").statusCode()).isEqualTo(200);

      HttpResponse<String> button = ada.go(prefix + "/auth/logout");
      HttpResponse<String> bye = ada.submit(button, "/auth/logout", Map.of());
      assertThat(bye.statusCode()).isEqualTo(200);
      assertThat(bye.body()).contains("href=\"" + prefix + "/auth/login\"");
      assertThat(ada.cookie("_session")).isEmpty();
      assertThat(ada.go(prefix + "/who").statusCode()).isEqualTo(303);
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY, /", "JETTY, /app", "TOMCAT, /", "TOMCAT, /app"})
  void a_program_does_the_same_in_json(Container container, String contextPath) throws Exception {
    try (Container.Running server = start(container, contextPath)) {
      String prefix = server.prefix();
      PlainBrowser program = PlainBrowser.at(server.port());
      Map<String, Object> status = members(program.json("GET", prefix + "/auth/api/status", ""));
      assertThat(status)
          .containsEntry("authenticated", false)
          .containsEntry("login_url", prefix + "/auth/login")
          .doesNotContainKey("username");
      String[] token = {
        "Content-Type", "application/json", "X-CSRF-Token", (String) status.get("csrf_token")
      };

      HttpResponse<String> wrong = program.json(
          "POST", prefix + "/auth/api/login", "{\"username\":\"ada\",\"password\":\"no\"}", token);
      assertThat(wrong.statusCode()).isEqualTo(401);
      HttpResponse<String> welcome = program.json(
          "POST",
          prefix + "/auth/api/login",
          "{\"username\":\"ada\",\"password\":\"" + PASSWORD + "\"}",
          token);
      assertThat(welcome.statusCode()).isEqualTo(200);
      assertThat(members(welcome)).containsEntry("username", "ada");
      assertThat(members(program.json("GET", prefix + "/auth/sessions", "")))
          .containsEntry("username", "ada")
          .containsKey("sessions");

      PlainBrowser other = PlainBrowser.at(server.port());
      signIn(other, prefix);
      Map<String, Object> all = members(program.json("GET", prefix + "/auth/api/sessions", ""));
      String id = ((List<?>) all.get("sessions"))
          .stream()
              .map(row -> (Map<?, ?>) row)
              .filter(row -> Boolean.FALSE.equals(row.get("current")))
              .map(row -> (String) row.get("id"))
              .findFirst()
              .orElseThrow();
      assertThat(program
              .json("DELETE", prefix + "/auth/api/sessions/" + id, "", token)
              .statusCode())
          .isEqualTo(204);
      assertThat(other.go(prefix + "/who").statusCode()).isEqualTo(303);

      assertThat(members(program.json("POST", prefix + "/auth/api/logout", "{}", token)))
          .containsEntry("authenticated", false);
      assertThat(program.json("GET", prefix + "/who", "").statusCode()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY, /, /", "JETTY, /app, /app", "TOMCAT, /, /", "TOMCAT, /app, /app"})
  void the_cookies_say_what_they_must(Container container, String contextPath, String path)
      throws Exception {
    try (Container.Running server = start(container, contextPath)) {
      Wire.Answer answer = Wire.send(
          server.port(),
          "POST",
          server.prefix() + "/auth/login",
          ("username=ada&remember=1&password=" + PASSWORD.replace(' ', '+')).getBytes(UTF_8),
          "Content-Type: " + FORM,
          "Accept: text/html");

      String name = contextPath.equals("/") ? "vestibule_" : "vestibule_app_";
      String end = "; HttpOnly; SameSite=Lax";
      assertThat(answer.status()).isEqualTo(303);
      assertThat(answer.all("Cache-Control")).containsExactly("no-store");
      assertThat(answer.all("Set-Cookie"))
          .satisfiesExactlyInAnyOrder(
              device -> assertThat(device)
                  .startsWith(name + "device=")
                  .endsWith("; Path=" + path + "; Max-Age=2592000" + end),
              session -> assertThat(session)
                  .matches(name + "session=[A-Za-z0-9_-]{43}; Path=" + path + end),
              known -> assertThat(known)
                  .startsWith(name + "known=")
                  .endsWith("; Path=" + path + "; Max-Age=31536000" + end));
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY, /", "JETTY, /app", "TOMCAT, /", "TOMCAT, /app"})
  void the_hosts_own_session_gets_a_new_id_at_sign_in_and_ends_at_sign_out(
      Container container, String contextPath) throws Exception {
    try (Container.Running server = start(container, contextPath)) {
      String host = server.prefix() + "/public/host";
      PlainBrowser ada = PlainBrowser.at(server.port());
      assertThat(ada.go(host).body()).isEqualTo("none");
      String before = ada.go(host + "?make").body();
      assertThat(ada.go(host).body()).isEqualTo(before);

      signIn(ada, server.prefix());
      assertThat(ada.go(host).body()).isNotIn("none", before);

      ada.submit(ada.go(server.prefix() + "/auth/logout"), "/auth/logout", Map.of());
      assertThat(ada.go(host).body()).isEqualTo("none");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JETTY,  /,    /who,           200",
    "JETTY,  /app, /admin/who,     403",
    "JETTY,  /,    /auth/sessions, 303",
    "TOMCAT, /,    /who,           200",
    "TOMCAT, /app, /admin/who,     403",
    "TOMCAT, /,    /auth/sessions, 303"
  })
  void the_hosts_own_session_gets_a_new_id_when_a_device_is_signed_in_again(
      Container container, String contextPath, String page, int status) throws Exception {
    try (Container.Running server = start(container, contextPath)) {
      String prefix = server.prefix();
      PlainBrowser ada = PlainBrowser.at(server.port());
      signIn(ada, prefix, STAYING);
      String planted = ada.go(prefix + "/public/host?make").body();
      pass(Duration.ofHours(1));

      assertThat(ada.go(prefix + page).statusCode()).isEqualTo(status);
      String id = ada.go(prefix + "/public/host").body();
      assertThat(id).isNotIn("none", planted);
      assertThat(ada.go(prefix + "/who").body()).startsWith("REQUEST ada FORM");
      assertThat(ada.go(prefix + "/public/host").body()).isEqualTo(id);
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY, /", "JETTY, /app", "TOMCAT, /", "TOMCAT, /app"})
  void a_device_that_stays_signed_in_does_so_after_a_refusal_and_after_a_lost_answer(
      Container container, String contextPath) throws Exception {
    try (Container.Running server = start(container, contextPath)) {
      String prefix = server.prefix();
      PlainBrowser ada = PlainBrowser.at(server.port());
      signIn(ada, prefix, STAYING);
      pass(Duration.ofHours(10));
      assertThat(ada.go(prefix + "/admin/who").statusCode()).isEqualTo(403);
      pass(Duration.ofMinutes(2));
      assertThat(ada.go(prefix + "/who").body()).startsWith("REQUEST ada FORM");

      pass(Duration.ofHours(10));
      PlainBrowser lost = PlainBrowser.at(server.port());
      lost.takeCookies(ada);
      assertThat(lost.go(prefix + "/who").statusCode()).isEqualTo(200);
      pass(Duration.ofMinutes(2));
      assertThat(ada.go(prefix + "/who").body()).startsWith("REQUEST ada FORM");
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY, /", "JETTY, /app", "TOMCAT, /", "TOMCAT, /app"})
  void the_application_itself_can_sign_somebody_in_and_out(Container container, String contextPath)
      throws Exception {
    try (Container.Running server = start(container, contextPath)) {
      String prefix = server.prefix();
      PlainBrowser ada = PlainBrowser.at(server.port());
      assertThat(ada.post(prefix + "/public/in", Map.of("username", "ada", "password", "no"))
              .statusCode())
          .isEqualTo(401);
      assertThat(ada.cookie("_session")).isEmpty();

      String before = ada.go(prefix + "/public/host?make").body();
      assertThat(ada.post(prefix + "/public/in", ADA).body()).startsWith("REQUEST ada FORM");
      assertThat(ada.go(prefix + "/who").body()).startsWith("REQUEST ada FORM");

      String token = ada.cookie("_session").orElseThrow();
      String after = ada.go(prefix + "/public/host").body();
      assertThat(after).isNotIn("none", before);
      assertThat(ada.go(prefix + "/public/out").body()).startsWith("REQUEST null null");
      assertThat(ada.go(prefix + "/public/host").body()).isEqualTo(after);
      assertThat(ada.cookie("_session")).isEmpty();
      String name = contextPath.equals("/") ? "vestibule_session=" : "vestibule_app_session=";
      assertThat(
              server.get("/who", "Accept: text/html", "Cookie: " + name + token).status())
          .isEqualTo(303);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_form_of_the_hosts_own_can_tell_whoever_guesses_how_long_to_wait(Container container)
      throws Exception {
    try (Container.Running server = start(container, "/")) {
      PlainBrowser eve = PlainBrowser.at(server.port());
      for (int wrong = 0; wrong < 5; wrong++) {
        assertThat(eve.post("/public/in", Map.of("username", "ada", "password", "no"))
                .statusCode())
            .isEqualTo(401);
      }

      HttpResponse<String> refused = eve.post("/public/in", ADA);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("X-Wait")).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY, /", "JETTY, /app", "TOMCAT, /", "TOMCAT, /app"})
  void a_forward_and_an_asynchronous_dispatch_know_the_user(Container container, String contextPath)
      throws Exception {
    try (Container.Running server = start(container, contextPath)) {
      PlainBrowser ada = PlainBrowser.at(server.port());
      signIn(ada, server.prefix());

      assertThat(ada.go(server.prefix() + "/forward").body()).startsWith("FORWARD ada FORM");
      assertThat(ada.go(server.prefix() + "/async").body()).startsWith("ASYNC ada FORM");
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY, /", "JETTY, /app", "TOMCAT, /", "TOMCAT, /app"})
  void style_and_script_are_there_before_anybody_signs_in(Container container, String contextPath)
      throws Exception {
    try (Container.Running server = start(container, contextPath)) {
      PlainBrowser stranger = PlainBrowser.at(server.port());
      String page = stranger.go(server.prefix() + "/auth/login").body();
      Matcher links =
          Pattern.compile("(?:href|src)=\"([^\"]*/auth/assets/[^\"]*)\"").matcher(page);
      List<String> assets =
          links.results().map(link -> PlainBrowser.text(link.group(1))).toList();

      assertThat(assets)
          .hasSizeGreaterThanOrEqualTo(2)
          .allMatch(link -> link.startsWith(server.prefix() + "/auth/assets/"));
      for (String asset : assets) {
        assertThat(stranger.go(asset).statusCode()).as(asset).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY, /", "JETTY, /app", "TOMCAT, /", "TOMCAT, /app"})
  void whoever_may_not_can_sign_in_as_somebody_who_may(Container container, String contextPath)
      throws Exception {
    try (Container.Running server = start(container, contextPath)) {
      String prefix = server.prefix();
      PlainBrowser ada = PlainBrowser.at(server.port());
      signIn(ada, prefix);
      HttpResponse<String> refused = ada.go(prefix + "/admin/who?x=1");
      assertThat(refused.statusCode()).isEqualTo(403);
      Matcher link = Pattern.compile("href=\"([^\"]*/auth/logout[^\"]*)\"").matcher(refused.body());
      assertThat(link.find()).isTrue();

      HttpResponse<String> button = ada.go(PlainBrowser.text(link.group(1)));
      HttpResponse<String> out = ada.submit(button, "/auth/logout", Map.of());
      assertThat(out.statusCode()).isEqualTo(303);
      HttpResponse<String> page = ada.follow(out);
      HttpResponse<String> welcome =
          ada.submit(page, "/auth/login", Map.of("username", "root", "password", PASSWORD));
      assertThat(ada.follow(welcome).body()).isEqualTo("REQUEST root FORM x=1");
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY, /", "JETTY, /app", "TOMCAT, /", "TOMCAT, /app"})
  void what_a_stranger_posts_is_not_returned_to(Container container, String contextPath)
      throws Exception {
    try (Container.Running server = start(container, contextPath)) {
      PlainBrowser stranger = PlainBrowser.at(server.port());
      HttpResponse<String> sent = stranger.post(server.prefix() + "/orders", Map.of("a", "b"));

      assertThat(sent.statusCode()).isEqualTo(303);
      assertThat(location(sent)).isEqualTo(server.prefix() + "/auth/login");
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY, /", "JETTY, /app", "TOMCAT, /", "TOMCAT, /app"})
  void another_site_can_use_neither_the_session_nor_the_form(
      Container container, String contextPath) throws Exception {
    try (Container.Running server = start(container, contextPath)) {
      PlainBrowser ada = PlainBrowser.at(server.port());
      signIn(ada, server.prefix());
      String[] foreign = {"Content-Type", FORM, "Origin", "https://evil.example"};

      assertThat(ada.json("POST", server.prefix() + "/orders", "a=b", foreign).statusCode())
          .isEqualTo(403);
      assertThat(
              ada.json("POST", server.prefix() + "/auth/login", "username=ada&password=x", foreign)
                  .statusCode())
          .isEqualTo(403);
      ada.json("POST", server.prefix() + "/auth/logout", "", foreign);
      assertThat(ada.go(server.prefix() + "/who").statusCode()).isEqualTo(200);
    }
  }
}
