package io.vestibule.auth.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Access;
import io.vestibule.auth.Auth;
import io.vestibule.auth.Requirement;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sends every target of {@code odd-targets.txt} over a bare socket: no protected servlet may run. */
class OddTargetsTest {
  private static final List<String> METHODS = List.of("GET", "POST", "HEAD", "OPTIONS");

  /** Counts how often the protected servlet ran. */
  private final AtomicInteger runs = new AtomicInteger();

  @ParameterizedTest
  @CsvSource({
    "JETTY,  /,    no",
    "JETTY,  /app, no",
    "TOMCAT, /,    no",
    "TOMCAT, /app, no",
    "JETTY,  /,    yes",
    "JETTY,  /app, yes",
    "TOMCAT, /,    yes",
    "TOMCAT, /app, yes"
  })
  void no_odd_target_reaches_what_is_protected(
      Container container, String contextPath, String lenient) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    try (Container.Running server =
        container.start(contextPath, lenient.equals("yes"), this::register)) {
      for (Row row : rows()) {
        String target = row.target().replace("{app}", server.prefix());
        for (String method : METHODS) {
          softly
              .assertThat(Wire.send(server.port(), method, target).status())
              .as("%s %s, anonymous", method, row.target())
              .isIn(row.anonymous());
          softly.assertThat(runs.get()).as("%s %s ran", method, row.target()).isZero();
          int known =
              Wire.send(server.port(), method, target, "X-Test-User: bob").status();
          softly
              .assertThat(known)
              .as("%s %s, without the role", method, row.target())
              .isIn(row.known());
          softly
              .assertThat(runs.get())
              .as("%s %s ran for bob", method, row.target())
              .isZero();
        }
      }
      assertThat(server.get("/admin/x", "X-Test-User: ada:admin").status()).isEqualTo(200);
      assertThat(runs).as("the counter counts").hasValue(1);
    }
    softly.assertAll();
  }

  /** Even with the role: what is ambiguous is refused before anybody asks who it is. */
  @ParameterizedTest
  @CsvSource({
    "JETTY,  /,    no",
    "JETTY,  /app, no",
    "TOMCAT, /,    no",
    "TOMCAT, /app, no",
    "JETTY,  /,    yes",
    "JETTY,  /app, yes",
    "TOMCAT, /,    yes",
    "TOMCAT, /app, yes"
  })
  void credentials_do_not_make_a_target_clear(
      Container container, String contextPath, String lenient) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    try (Container.Running server =
        container.start(contextPath, lenient.equals("yes"), this::register)) {
      for (Row row : rows()) {
        String target = row.target().replace("{app}", server.prefix());
        int status =
            Wire.send(server.port(), "GET", target, "X-Test-User: ada:admin").status();
        softly.assertThat(status).as(row.target()).isIn(row.admin());
      }
    }
    softly.assertAll();
  }

  private void register(jakarta.servlet.ServletContext context) {
    AuthFilter.install(context, auth());
    context.addServlet("admin", new Counting()).addMapping("/admin/*", "*.adm");
    context.addServlet("public", new Text("public")).addMapping("/public/*");
    context.addServlet("other", new Text("other")).addMapping("/");
  }

  private static Auth auth() {
    return Auth.builder()
        .authenticator("test", new HeaderUser())
        .rules(OddTargetsTest::requirement)
        .build();
  }

  private static Requirement requirement(String method, String path) {
    if (path.equals("/admin") || path.startsWith("/admin/") || path.endsWith(".adm")) {
      return new Requirement.Demands(new Access.Role("admin"));
    }
    return path.startsWith("/public/") ? Requirement.OPEN : Requirement.SIGNED_IN;
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = OddTargetsTest.class.getResourceAsStream("odd-targets.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> rows.add(Row.parse(line)));
    }
    assertThat(rows).hasSizeGreaterThan(128);
    return rows;
  }

  /**
   * A target, and which answers are right.
   *
   * @param verdict {@code 400}: refused for everybody; {@code guarded}: one clear path below /admin; {@code
   *     either}: the container may see to it itself
   */
  private record Row(String verdict, String target) {
    private static final List<Integer> ANY = List.of(200, 302, 400, 401, 403, 404);

    static Row parse(String line) {
      String[] parts = line.split(" +", 2);
      return new Row(parts[0], unescaped(parts[1]));
    }

    /** What no text file should hold: {@code \\x0a}. */
    private static String unescaped(String text) {
      StringBuilder raw = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        if (text.startsWith("\\x", i)) {
          raw.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
          i += 3;
        } else {
          raw.append(text.charAt(i));
        }
      }
      return raw.toString();
    }

    List<Integer> anonymous() {
      return switch (verdict) {
        case "400" -> List.of(400);
        case "guarded" -> List.of(401);
        default -> ANY;
      };
    }

    List<Integer> known() {
      return switch (verdict) {
        case "400" -> List.of(400);
        case "guarded" -> List.of(403);
        default -> ANY;
      };
    }

    List<Integer> admin() {
      return switch (verdict) {
        case "400" -> List.of(400);
        case "guarded" -> List.of(200);
        default -> ANY;
      };
    }
  }

  private final class Counting extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      runs.incrementAndGet();
      response.getWriter().print("secret");
    }
  }

  private static final class Text extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final String text;

    Text(String text) {
      this.text = text;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(text);
    }
  }
}
