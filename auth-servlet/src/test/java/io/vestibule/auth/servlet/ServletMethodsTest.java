package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Requirement;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the servlet API's own methods answer behind the door. */
class ServletMethodsTest {

  private static Container.Running start(Container container) throws Exception {
    return container.start("/", ServletMethodsTest::register);
  }

  private static void register(ServletContext context) {
    AuthFilter.install(
        context,
        Auth.builder()
            .authenticator("test", new HeaderUser())
            .rules((method, path) -> Requirement.OPEN)
            .build());
    servlet(context, "who", "/who", "/who2", ServletMethodsTest::who);
    servlet(context, "login", "/login", "/login2", ServletMethodsTest::login);
    servlet(context, "logout", "/logout", "/logout2", ServletMethodsTest::logout);
    servlet(context, "authenticate", "/authenticate", "/authenticate2", (request, response) -> {
      if (request.authenticate(response)) {
        response.getWriter().print("yes " + request.getRemoteUser());
      }
    });
    servlet(context, "around", "/around", "/around2", (request, response) -> {
      request.getRequestDispatcher(request.getParameter("to")).include(request, response);
      response.getWriter().print(" then " + request.getRemoteUser());
    });
  }

  private static void who(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response
        .getWriter()
        .printf(
            "[%s %s %s admin=%s user=%s **=%s *=%s null=%s]",
            request.getUserPrincipal() instanceof Identity identity ? identity.subject() : "nobody",
            request.getRemoteUser(),
            request.getAuthType(),
            request.isUserInRole("admin"),
            request.isUserInRole("user"),
            request.isUserInRole("**"),
            request.isUserInRole("*"),
            request.isUserInRole(null));
  }

  private static void login(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String before =
        request.getParameter("session") == null ? null : request.getSession().getId();
    try {
      request.login(request.getParameter("user"), request.getParameter("password"));
      HttpSession after = request.getSession(false);
      String session =
          after == null ? "no session" : after.getId().equals(before) ? "same id" : "new id";
      response.getWriter().printf("[%s, %s]", request.getRemoteUser(), session);
    } catch (ServletException refused) {
      response.getWriter().printf("[%s, %s]", refused.getMessage(), request.getRemoteUser());
    }
  }

  private static void logout(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.logout();
    response.getWriter().printf("[%s %s]", request.getRemoteUser(), request.isUserInRole("**"));
  }

  @ParameterizedTest
  @EnumSource
  void nobody_has_no_name_and_no_role(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/who").body())
          .contains("[nobody null null admin=false user=false **=false *=false null=false]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoever_signed_in_has_a_name_a_way_and_roles(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/who", "X-Test-User: ada:admin").body())
          .contains("[ada ada TEST admin=true user=false **=true *=false null=false]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void login_signs_in_with_what_the_response_must_carry(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer answer = server.get("/login?user=ada&password=open%20sesame");

      assertThat(answer.body()).contains("[ada, no session]");
      assertThat(answer.all("Set-Cookie")).containsExactly("signed=in");
    }
  }

  @ParameterizedTest
  @EnumSource
  void login_changes_the_id_of_a_session_that_exists(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(
              server.get("/login?user=ada&password=open%20sesame&session=yes").body())
          .contains("[ada, new id]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void login_refuses_what_is_wrong_missing_or_too_much(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/login?user=ada&password=x").body())
          .contains("[sign-in failed: bad-credentials, null]");
      assertThat(server.get("/login?user=ada").body())
          .contains("[sign-in failed: bad-credentials, null]");
      assertThat(server.get("/login?user=down&password=x").body())
          .contains("[sign-in is unavailable, null]");
      assertThat(server
              .get("/login?user=bob&password=open%20sesame", "X-Test-User: ada")
              .body())
          .contains("[already signed in, ada]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void logout_forgets_who_it_was(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer answer = server.get("/logout", "X-Test-User: ada");

      assertThat(answer.body()).contains("[null false]");
      assertThat(answer.all("Set-Cookie")).containsExactly("signed=out");
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_happens_behind_a_dispatch_holds_in_front_of_it(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      assertThat(server.get("/around?to=/logout", "X-Test-User: ada").body())
          .contains("[null false] then null");
      Wire.Answer signedIn = server.get("/around?to=/login&user=ada&password=open%20sesame");
      assertThat(signedIn.body()).contains("[ada, no session] then ada");
      assertThat(signedIn.all("Set-Cookie")).containsExactly("signed=in");
    }
  }

  @ParameterizedTest
  @EnumSource
  void authenticate_says_yes_or_writes_the_challenge(Container container) throws Exception {
    try (Container.Running server = start(container)) {
      Wire.Answer nobody = server.get("/authenticate");

      assertThat(server.get("/authenticate", "X-Test-User: ada").body()).contains("yes ada");
      assertThat(nobody.status()).isEqualTo(401);
      assertThat(nobody.first("WWW-Authenticate")).contains("Basic realm=\"test\"");
      assertThat(nobody.body()).contains("Sign in").doesNotContain("yes");
    }
  }
}
