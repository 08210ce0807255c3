package io.vestibule.auth.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Requirement;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthFilterTest {
  static final Auth AUTH = Auth.builder()
      .authenticator("test", new HeaderUser())
      .rules(
          (method, path) -> path.startsWith("/public/") ? Requirement.OPEN : Requirement.SIGNED_IN)
      .build();

  @ParameterizedTest
  @EnumSource
  void guards_what_no_rule_opens(Container container) throws Exception {
    try (Container.Running server = container.start("/app", context -> {
      AuthFilter.install(context, AUTH);
      context.addServlet("hello", new Hello()).addMapping("/");
    })) {
      assertThat(server.get("/hello").status()).isEqualTo(401);
      assertThat(server.get("/hello").first("WWW-Authenticate")).contains("Basic realm=\"test\"");
      assertThat(server.get("/public/hello").body()).contains("hello null");
      assertThat(server.get("/hello", "X-Test-User: ada").body()).contains("hello ada");
      assertThat(server.get("/public/hello", "X-Test-User: wrong").status()).isEqualTo(401);
      assertThat(server.get("/a//b", "X-Test-User: ada").status()).isEqualTo(400);
    }
  }

  static final class Hello extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("hello " + request.getRemoteUser());
    }
  }
}
