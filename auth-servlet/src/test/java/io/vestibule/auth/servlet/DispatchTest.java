package io.vestibule.auth.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Requirement;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Forwards, includes, error pages and asynchronous dispatches are judged by the rules of where they go. */
class DispatchTest {
  private static final String ADA = "X-Test-User: ada";

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Container.Running start(Container container) throws Exception {
    return container.start("/app", this::register);
  }

  private void register(ServletContext context) {
    AuthFilter.install(
        context,
        Auth.builder()
            .authenticator("test", new HeaderUser())
            .rules(DispatchTest::requirement)
            .build());
    servlet(context, "who", "/public/who", "/", DispatchTest::who);
    servlet(context, "go", "/public/go/*", "/secret/go/*", this::go);
    servlet(
        context,
        "status",
        "/public/status",
        "/secret/status",
        (request, response) -> response.sendError(Integer.parseInt(request.getParameter("code"))));
    servlet(context, "error", "/public/error", "/secret/error", DispatchTest::who);
    servlet(context, "thread", "/public/thread", "/secret/thread", this::onAnotherThread);
    servlet(context, "again", "/public/again", "/secret/again", DispatchTest::again);
    servlet(context, "late", "/secret/late", "/secret/broken", (request, response) -> {
      throw new IllegalStateException("must not run");
    });
  }

  private static Requirement requirement(String method, String path) {
    return path.startsWith("/public/")
        ? Requirement.OPEN
        : path.startsWith("/closed/") ? Requirement.CLOSED : Requirement.SIGNED_IN;
  }

  private static void who(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response
        .getWriter()
        .print("[" + request.getDispatcherType() + " " + request.getRemoteUser() + "]");
  }

  /** /go/KIND?to=PATH; KIND may end in -bare: the request goes on without our wrapper. */
  private void go(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      who(request, response);
      return;
    }
    String kind = request.getPathInfo().substring(1);
    String to = request.getParameter("to");
    ServletRequest onward = kind.endsWith("-bare") ? bare(request) : request;
    switch (kind.replace("-bare", "")) {
      case "forward" -> request.getRequestDispatcher(to).forward(onward, response);
      case "include" -> {
        response.getWriter().print("before ");
        request.getRequestDispatcher(to).include(onward, response);
        response.getWriter().print(" after");
      }
      case "flushed" -> {
        response.getWriter().print("before");
        response.flushBuffer();
        request.getRequestDispatcher(to).include(onward, response);
      }
      case "named" -> request.getServletContext().getNamedDispatcher(to).forward(onward, response);
      case "written" -> {
        response.getWriter().print("draft");
        request.getRequestDispatcher(to).forward(onward, response);
      }
      case "async" -> {
        AsyncContext async =
            onward == request ? request.startAsync() : request.startAsync(onward, response);
        threads.execute(() -> async.dispatch(to));
      }
      case "async-both" -> {
        AsyncContext async = request.startAsync(request, response);
        threads.execute(() -> async.dispatch(to));
      }
      default -> throw new ServletException(kind);
    }
  }

  private static ServletRequest bare(ServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      inner = wrapper.getRequest();
    }
    return inner;
  }

  @ParameterizedTest
  @CsvSource({
    "JETTY,  forward,       FORWARD",
    "JETTY,  forward-bare,  FORWARD",
    "JETTY,  include,       INCLUDE",
    "JETTY,  include-bare,  INCLUDE",
    "JETTY,  async,         ASYNC",
    "JETTY,  async-bare,    ASYNC",
    "JETTY,  async-both,    ASYNC",
    "TOMCAT, forward,       FORWARD",
    "TOMCAT, forward-bare,  FORWARD",
    "TOMCAT, include,       INCLUDE",
    "TOMCAT, include-bare,  INCLUDE",
    "TOMCAT, async,         ASYNC",
    "TOMCAT, async-bare,    ASYNC",
    "TOMCAT, async-both,    ASYNC",
  })
  void who_it_is_goes_along_and_the_rules_of_the_new_path_hold(
      Container container, String kind, String type) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/public/go/" + kind + "?to=/secret/who", ADA).body())
          .contains("[" + type + " ada]");
      assertThat(server.get("/public/go/" + kind + "?to=/public/who").body())
          .contains("[" + type + " null]");

      Wire.Answer denied = server.get("/public/go/" + kind + "?to=/secret/who");
      assertThat(denied.body()).doesNotContain(type);
      if (type.equals("INCLUDE")) {
        assertThat(denied.status()).isEqualTo(200);
        assertThat(denied.body()).contains("before  after");
      } else {
        assertThat(denied.status()).isEqualTo(401);
        assertThat(denied.first("WWW-Authenticate")).contains("Basic realm=\"test\"");
      }
      assertThat(server.get("/public/go/" + kind + "?to=/closed/who", ADA).status())
          .isEqualTo(type.equals("INCLUDE") ? 200 : 403);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_forward_to_a_protected_path_makes_the_answer_uncacheable(Container container)
      throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer open = server.get("/public/go/forward?to=/public/who", ADA);
      Wire.Answer guarded = server.get("/public/go/forward?to=/secret/who", ADA);

      assertThat(open.first("Cache-Control")).isEmpty();
      assertThat(guarded.all("Cache-Control")).containsExactly("no-store");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_denied_forward_shows_nothing_of_the_draft(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer denied = server.get("/public/go/written?to=/secret/who", "Accept: text/html");

      assertThat(denied.status()).isEqualTo(401);
      assertThat(denied.body()).doesNotContain("draft").contains("Sign in to open this page.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_denied_include_after_the_head_has_left_just_ends(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer flushed = server.get("/public/go/flushed?to=/secret/late");

      assertThat(flushed.status()).isEqualTo(200);
      assertThat(flushed.body()).contains("before").doesNotContain("must not run");
    }
  }

  /** It has no path: where the request stands is what is judged. */
  @ParameterizedTest
  @EnumSource
  void a_named_dispatch_is_judged_by_the_path_that_it_comes_from(Container container)
      throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/public/go/named?to=who").body()).contains("[FORWARD null]");
      assertThat(server.get("/secret/go/named?to=who", ADA).body()).contains("[FORWARD ada]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_path_that_is_not_clear_is_not_dispatched_to(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer answer = server.get("/public/go/forward?to=/public/x%250ay");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).doesNotContain("FORWARD");
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_error_page_knows_who_it_is(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer gone = server.get("/secret/status?code=410", ADA);
      Wire.Answer teapot = server.get("/secret/status?code=418", ADA);

      assertThat(gone.status()).isEqualTo(410);
      assertThat(gone.body()).contains("[ERROR ada]");
      assertThat(teapot.status()).isEqualTo(418);
      assertThat(teapot.body()).contains("[ERROR ada]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_error_page_that_is_closed_does_not_hide_the_error(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer open = server.get("/public/status?code=410");
      Wire.Answer closed = server.get("/public/status?code=418", "Accept: text/html");

      assertThat(open.body()).contains("[ERROR null]");
      assertThat(closed.status()).isEqualTo(418);
      assertThat(closed.all("WWW-Authenticate")).isEmpty();
      assertThat(closed.body()).contains("418").doesNotContain("[ERROR");
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_exception_of_the_application_stays_one(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer broken = server.get("/secret/broken", ADA);

      assertThat(broken.status()).isEqualTo(500);
      assertThat(broken.body()).contains("[ERROR ada]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void another_thread_knows_who_it_is(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/secret/thread", ADA).body()).contains("[ada ada ada]");
      assertThat(server.get("/public/thread").body()).contains("[null null null]");
    }
  }

  /** Asks the request, the AsyncContext's request, and that of an AsyncContext made with the pair. */
  private void onAnotherThread(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    threads.execute(() -> {
      try {
        HttpServletRequest seen = (HttpServletRequest) async.getRequest();
        response
            .getWriter()
            .printf(
                "[%s %s %s]",
                request.getRemoteUser(), seen.getRemoteUser(), name(seen.getUserPrincipal()));
      } catch (IOException broken) {
        throw new java.io.UncheckedIOException(broken);
      } finally {
        async.complete();
      }
    });
  }

  private static String name(java.security.Principal principal) {
    return principal == null ? "null" : principal.getName();
  }

  /** As the specification has it: behind a forward, dispatch() goes to where the client went. */
  @ParameterizedTest
  @EnumSource
  void an_asynchronous_dispatch_without_a_path_goes_back_to_where_the_client_went(
      Container container) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/secret/again", ADA).body()).contains("again as ada");
      assertThat(server.get("/public/go/forward?to=/secret/again", ADA).status())
          .isEqualTo(200);
    }
  }

  private static void again(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      response.getWriter().print("again as " + request.getRemoteUser());
    } else {
      request.startAsync().dispatch();
    }
  }

  static void servlet(
      ServletContext context, String name, String one, String other, Handler handler) {
    ServletRegistration.Dynamic added = context.addServlet(name, new Lambda(handler));
    added.addMapping(one, other);
    added.setAsyncSupported(true);
  }

  /** What a servlet does. */
  @FunctionalInterface
  interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException;
  }

  /** A servlet as a lambda. */
  static final class Lambda extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Handler handler;

    Lambda(Handler handler) {
      this.handler = handler;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      handler.handle(request, response);
    }
  }
}
