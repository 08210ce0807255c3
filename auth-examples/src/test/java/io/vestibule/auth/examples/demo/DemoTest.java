package io.vestibule.auth.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.examples.Client;
import io.vestibule.auth.password.PasswordHash;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route of the demo, on both containers, at the root and below a context path. */
@ParameterizedClass
@MethodSource("servers")
class DemoTest {
  private static final String HASH =
      PasswordHash.hash(Secret.of("secret"), PasswordHash.LOWEST_NEW_COST);
  private static final String RULES = """

      [rules]
      /public/** = public
      /servlet/** = public
      /admin/** = role:admin
      /** = user
      """;
  private static final String USERS = """
      [authentication]
      type = basic
      realm = Demo

      [users]
      ada = %s
      alan = %s

      [roles]
      admin = ada
      """.formatted(HASH, HASH);
  private static final String ANONYMOUS =
      "{\"name\":null,\"authType\":null,\"roles\":[],\"scopes\":[],\"methods\":[],\"claims\":{}}\n";
  private static final String ADA =
      "{\"name\":\"ada\",\"authType\":\"BASIC\",\"roles\":[\"admin\"],\"scopes\":[],\"methods\":[\"pwd\"],\"claims\":{}}\n";

  @Parameter
  Server server;

  /** A demo that runs in this process; closed when its tests are over. */
  record Server(String name, Client client, Container.Running running) implements AutoCloseable {
    static Server start(Container container, String contextPath, String configuration)
        throws Refused {
      Listen listen = new Listen("127.0.0.1", 0, contextPath);
      Configuration read = Configuration.parse(
          "demo.ini", configuration, Path.of(""), Map.of(), InstantSource.system());
      Container.Running running =
          Demo.start(container, listen, Demo.withRules(read).auth());
      String url = listen.withPort(running.port()).url();
      return new Server(
          container.getClass().getSimpleName() + " at " + url, Client.of(url), running);
    }

    @Override
    public void close() throws IOException {
      running.close();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Server> servers() throws Refused {
    return Stream.of(
        Server.start(new JettyServer(), "", USERS + RULES),
        Server.start(new JettyServer(), "/app", USERS + RULES),
        Server.start(new TomcatServer(), "", USERS + RULES),
        Server.start(new TomcatServer(), "/app", USERS + RULES));
  }

  private Client nobody() {
    return server.client();
  }

  private Client ada() {
    return nobody().as("ada", "secret");
  }

  private Client alan() {
    return nobody().as("alan", "secret");
  }

  @Test
  void challenges_who_shows_no_credentials_and_who_shows_wrong_ones() throws Exception {
    for (Client client : new Client[] {nobody(), nobody().as("ada", "wrong")}) {
      HttpResponse<String> response = client.get("/hello");

      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().allValues("WWW-Authenticate"))
          .containsExactly("Basic realm=\"Demo\", charset=\"UTF-8\"");
    }
    assertThat(nobody().as("ada", "wrong").get("/public/hello").statusCode()).isEqualTo(401);
  }

  @Test
  void says_hello_to_whom_the_rules_let_in() throws Exception {
    assertThat(nobody().get("/public/hello").body()).isEqualTo("hello anonymous\n");
    assertThat(ada().get("/public/hello").body()).isEqualTo("hello ada\n");
    assertThat(alan().get("/hello").body()).isEqualTo("hello alan\n");
    assertThat(ada().get("/admin/hello").body()).isEqualTo("hello ada\n");
    assertThat(alan().get("/admin/hello").statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/me",
        "/async/me",
        "/async/dispatch?to=/me",
        "/async/dispatch?to=/async/me",
        "/forward?to=/me",
        "/forward?to=/async/me",
        "/include?to=/me",
        "/servlet/authenticate"
      })
  void tells_a_program_who_is_asking_however_it_gets_there(String path) throws Exception {
    assertThat(ada().get(path).body()).isEqualTo(ADA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/async/dispatch?to=", "/forward?to=", "/include?to="})
  void lets_nobody_go_on_to_where_they_may_not_go(String path) throws Exception {
    assertThat(ada().get(path + "/admin/hello").body()).isEqualTo("hello ada\n");
    assertThat(alan().get(path + "/admin/hello").body()).doesNotContain("hello");
  }

  @ParameterizedTest
  @CsvSource({
    "/forward, 400",
    "/forward?to=, 400",
    "/forward?to=hello, 400",
    "/forward?to=http://example.org/, 400",
    "/forward?to=/../../x, 400",
    "/forward?to=/%25zz, 400",
    "/forward?to=/forward, 400",
    "/forward?to=/nowhere, 404",
    "/include, 400",
    "/async/dispatch, 400",
    "/async/dispatch?to=/%25zz, 400",
    "/async/dispatch?to=/async/dispatch, 400",
    "/async/dispatch?to=/status/410, 410",
    "/status/404, 404",
    "/status/503, 503",
    "/status/200, 400",
    "/status/abc, 400",
    "/status/99999999999, 400",
    "/status/, 400",
    "/status, 400",
    "/servlet/role/, 400",
    "/nowhere, 404"
  })
  void answers_a_wrong_parameter_with_a_client_error(String path, int status) throws Exception {
    assertThat(ada().get(path).statusCode()).isEqualTo(status);
  }

  @Test
  void ends_an_include_that_includes_itself() throws Exception {
    assertThat(ada().get("/include?to=/include").body().length()).isLessThan(2_000);
  }

  @Test
  void shows_the_headers_as_a_servlet_sees_them() throws Exception {
    String headers = ada()
        .with("X-One", "a\"<b>")
        .with("X-Two", "1")
        .with("X-Two", "2")
        .get("/headers")
        .body();

    assertThat(headers)
        .containsIgnoringCase("\"X-One\":\"a\\\"<b>\"")
        .containsIgnoringCase("\"X-Two\":[\"1\",\"2\"]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8192, 5_000_000})
  void echoes_the_length_and_the_digest_of_a_body_that_nobody_read_before(int length)
      throws Exception {
    byte[] body = "x".repeat(length).getBytes(UTF_8);
    String digest =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));

    assertThat(ada().post("/echo", body).body())
        .isEqualTo("{\"bytes\":" + length + ",\"sha256\":\"" + digest + "\"}\n");
  }

  @Test
  void leaves_a_posted_form_to_the_application() throws Exception {
    assertThat(ada().post("/echo", "username=a&password=b").body()).startsWith("{\"bytes\":21,");
  }

  @Test
  void signs_in_with_the_servlet_api() throws Exception {
    assertThat(nobody().post("/servlet/login", "username=ada&password=secret").body())
        .isEqualTo(ADA);
    assertThat(nobody().post("/servlet/login", "username=ada&password=wrong").statusCode())
        .isEqualTo(401);
    assertThat(nobody().post("/servlet/login", "username=ada").statusCode()).isEqualTo(400);
    assertThat(ada().post("/servlet/login", "username=ada&password=secret").statusCode())
        .isEqualTo(409);
  }

  @Test
  void signs_out_with_the_servlet_api() throws Exception {
    assertThat(ada().post("/servlet/logout", "").body()).isEqualTo(ANONYMOUS);
    assertThat(nobody().post("/servlet/logout", "").body()).isEqualTo(ANONYMOUS);
  }

  @Test
  void challenges_with_the_servlet_api() throws Exception {
    HttpResponse<String> response = nobody().get("/servlet/authenticate");

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void answers_whether_the_user_is_in_a_role() throws Exception {
    assertThat(ada().get("/servlet/role/admin").body()).isEqualTo("true\n");
    assertThat(alan().get("/servlet/role/admin").body()).isEqualTo("false\n");
    assertThat(nobody().get("/servlet/role/admin").body()).isEqualTo("false\n");
  }

  @Test
  void shows_a_person_who_they_are_and_where_they_can_go() throws Exception {
    HttpResponse<String> page = ada().get("/");

    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.body())
        .contains("&quot;name&quot;:&quot;ada&quot;", "/admin/hello\">/admin/hello</a>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%3Cscript%3E",
        "/status/%3Cscript%3E",
        "/servlet/role/%3Cscript%3E",
        "/forward?to=/%3Cscript%3E",
        "/include?to=%3Cscript%3E"
      })
  void never_gives_a_browser_back_what_came_in_the_address(String path) throws Exception {
    assertThat(ada().get(path).body()).doesNotContain("<script>");
  }
}
