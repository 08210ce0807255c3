package io.vestibule.auth.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.builder.Vestibule;
import io.vestibule.auth.builder.VestibuleBuilder;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.HttpMethodConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What servlets are annotated with, over the wire, beside what rules say. */
@SuppressWarnings("serial") // nobody serialises a servlet
class ServletAnnotationsTest {

  @ParameterizedTest
  @CsvSource({
    // path, nobody, user, admin
    "GET, /plain, 401, 200, 200",
    "GET, /admins, 401, 403, 200",
    "GET, /admins/deep/er, 401, 403, 200",
    "HEAD, /admins, 401, 403, 200",
    "GET, /either, 401, 200, 200",
    "GET, /all, 200, 200, 200",
    "GET, /none, 403, 403, 403",
    "GET, /methods, 200, 200, 200",
    "HEAD, /methods, 200, 200, 200",
    "POST, /methods, 401, 403, 200",
    "PUT, /methods, 403, 403, 403",
    "GET, /page.rep, 401, 403, 200",
    "GET, /security, 401, 403, 200",
    "POST, /security, 200, 200, 200",
    "DELETE, /security, 403, 403, 403",
    "GET, /, 401, 403, 200", // mapped to "", not the default servlet
    "GET, /from/class, 401, 403, 200",
    "GET, /from/method, 401, 403, 200",
    "GET, /from/overridden, 401, 403, 200",
    "GET, /from/opened, 401, 403, 200",
    "GET, /from/reopened, 200, 200, 200",
    "GET, /from/security, 401, 403, 200",
    "GET, /service, 401, 403, 200",
    "GET, /service/closed, 403, 403, 403",
    "HEAD, /head, 403, 403, 403",
    "GET, /head, 200, 200, 200",
    "GET, /ruled/admins, 401, 403, 200",
    "GET, /ruled/all, 401, 403, 200",
    "GET, /ruled/open, 401, 403, 200",
    "GET, /elsewhere, 401, 200, 200"
  })
  void decide_where_they_are_switched_on(
      String method, String path, int nobody, int user, int admin) throws Exception {
    for (Container container : Container.values()) {
      try (Container.Running server = start(container, "yes")) {
        assertThat(server.send(method, path).status())
            .as("%s nobody", container)
            .isEqualTo(nobody);
        assertThat(server.send(method, path, "Authorization: Bearer user").status())
            .as("%s user", container)
            .isEqualTo(user);
        assertThat(server.send(method, path, "Authorization: Bearer admin").status())
            .as("%s admin", container)
            .isEqualTo(admin);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void say_nothing_where_they_are_not(Container container) throws Exception {
    try (Container.Running server = start(container, "no")) {
      assertThat(server.get("/all").status()).isEqualTo(401);
      assertThat(server.get("/admins", "Authorization: Bearer user").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_start_reports_servlets_that_no_rule_names(Container container) throws Exception {
    List<List<String>> reported = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (Container.Running server = container.start("/", context -> {
      register(context, "yes");
      reported.add(AnnotationRules.unnamed(builder("yes").build().rules(), context));
    })) {
      assertThat(server.get("/all").status()).isEqualTo(200);
      assertThat(reported.get(0))
          .contains("/plain (Plain)", "*.rep (Admins)", "/admins/* (Admins)")
          .noneMatch(servlet -> servlet.contains("/ruled"));
    }
  }

  private static Container.Running start(Container container, String switched) throws Exception {
    return container.start("/", context -> register(context, switched));
  }

  private static VestibuleBuilder builder(String switched) {
    return Vestibule.builder()
        .bearer(token -> Optional.of(token.reveal()).filter(Set.of("user", "admin")::contains))
        .roles(name -> Set.of(name))
        .set("server", "servlet_annotations", switched)
        .rule("/ruled/open", "public")
        .rule("/ruled/all", "role:admin")
        .rule("/ruled/**", "user");
  }

  private static void register(ServletContext context, String switched) {
    AuthFilter.install(context, builder(switched).build());
    add(context, new Plain(), "/plain", "/");
    add(context, new Admins(), "/admins/*", "*.rep", "/ruled/admins", "/ruled/open");
    add(context, new Either(), "/either");
    add(context, new All(), "/all", "/ruled/all");
    add(context, new None(), "/none");
    add(context, new Methods(), "/methods");
    add(context, new Security(), "/security");
    add(context, new Root(), "");
    add(context, new OfAdmins(), "/from/class");
    add(context, new OfAdminsMethod(), "/from/method");
    add(context, new Overriding(), "/from/overridden");
    add(context, new Opened(), "/from/opened");
    add(context, new Reopened(), "/from/reopened");
    add(context, new OfSecurity(), "/from/security");
    add(context, new Service(), "/service");
    add(context, new ClosedService(), "/service/closed");
    add(context, new Head(), "/head");
  }

  private static void add(ServletContext context, HttpServlet servlet, String... patterns) {
    context.addServlet(servlet.getClass().getSimpleName(), servlet).addMapping(patterns);
  }

  private static void ok(HttpServletResponse response) throws IOException {
    response.getWriter().print("ok");
  }

  static final class Plain extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  @RolesAllowed("admin")
  static final class Admins extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  @RolesAllowed({"user", "admin"})
  static final class Either extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  @PermitAll
  static final class All extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  @DenyAll
  static final class None extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  @DenyAll
  static final class Methods extends HttpServlet {
    @Override
    @PermitAll
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }

    @Override
    @RolesAllowed("admin")
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  @ServletSecurity(
      value = @HttpConstraint(rolesAllowed = "admin"),
      httpMethodConstraints = {
        @HttpMethodConstraint("POST"),
        @HttpMethodConstraint(
            value = "DELETE",
            emptyRoleSemantic = ServletSecurity.EmptyRoleSemantic.DENY)
      })
  static final class Security extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  @RolesAllowed("admin")
  static final class Root extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  /** What servlets of an application share. */
  @RolesAllowed("admin")
  abstract static class AdminServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  static final class OfAdmins extends AdminServlet {}

  /** The same, by the method. */
  abstract static class AdminMethod extends HttpServlet {
    @Override
    @RolesAllowed("admin")
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  static final class OfAdminsMethod extends AdminMethod {}

  static final class Overriding extends AdminMethod {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  /** Its class opens what it declares itself, which is nothing. */
  @PermitAll
  static final class Opened extends AdminMethod {}

  static final class Reopened extends AdminMethod {
    @Override
    @PermitAll
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  @ServletSecurity(@HttpConstraint(rolesAllowed = "admin"))
  abstract static class SecurityServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  static final class OfSecurity extends SecurityServlet {}

  static final class Service extends HttpServlet {
    @Override
    @RolesAllowed("admin")
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }
  }

  static final class ClosedService extends HttpServlet {
    @Override
    @DenyAll
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }

    @Override
    @PermitAll
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {}
  }

  static final class Head extends HttpServlet {
    @Override
    @PermitAll
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ok(response);
    }

    @Override
    @DenyAll
    protected void doHead(HttpServletRequest request, HttpServletResponse response) {}
  }
}
