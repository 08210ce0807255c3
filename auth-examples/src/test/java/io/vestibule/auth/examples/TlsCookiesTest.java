package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.servlet.AuthFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS the cookie is bound to the host: real certificates, a real Chromium, a real curl. */
@Tag("counterparts")
class TlsCookiesTest {
  private static final String SESSION = "__Host-vestibule_session";

  @TempDir
  Path folder;

  private Server server;
  private String url;

  @BeforeEach
  void start() throws Exception {
    server = new Server();
    ServerConnector connector = connector(keyStore());
    server.addConnector(connector);
    server.setHandler(application());
    server.start();
    url = "https://127.0.0.1:" + connector.getLocalPort();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void a_browser_keeps_the_cookie_and_sends_it_again() throws Exception {
    try (Chromium chromium = Chromium.start(folder, true, "--ignore-certificate-errors")) {
      chromium.go(url + "/me");
      chromium.type("#username", "ada");
      chromium.type("#password", ConfigFiles.PASSWORD);
      chromium.press("#login button[type=submit]", "you are ada");

      assertThat(chromium.url()).isEqualTo(url + "/me");
      assertThat(chromium.run("arguments[0](document.cookie)")).isEqualTo("");
    }
  }

  @Test
  void the_cookie_is_for_this_host_only_and_no_other_name_will_do() throws Exception {
    String page = curl("-c", "jar", url + "/auth/login");
    String csrf = page.replaceAll("(?s).*name=\"csrf\" value=\"([^\"]*)\".*", "$1");
    String head = curl(
        "-i",
        "-b",
        "jar",
        "-c",
        "jar",
        "--data-urlencode",
        "csrf=" + csrf.replace("&#x3D;", "="),
        "-d",
        "username=ada&password=" + ConfigFiles.PASSWORD,
        url + "/auth/login");
    String token = head.replaceAll("(?s).*" + SESSION + "=([^;]*);.*", "$1");

    assertThat(head.lines().filter(line -> line.contains(SESSION)))
        .singleElement()
        .asString()
        .endsWith(SESSION + "=" + token + "; Path=/; Secure; HttpOnly; SameSite=Lax");
    assertThat(head.lines().filter(line -> line.startsWith("Set-Cookie")))
        .allMatch(line -> line.contains(": __Host-vestibule_") && line.contains("; Secure"));
    assertThat(curl("-b", "jar", url + "/me")).isEqualTo("you are ada");
    assertThat(curl("-H", "Cookie: " + SESSION + "=" + token, url + "/me"))
        .isEqualTo("you are ada");
    assertThat(curl("-H", "Cookie: vestibule_session=" + token, url + "/me")).doesNotContain("ada");
  }

  private ServletContextHandler application() {
    String users = "[authentication]\ntype = session\n[users]\nada = " + ConfigFiles.HASH + "\n";
    Configuration configuration =
        Configuration.parse("auth.ini", users, folder, Map.of(), InstantSource.system());
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer(
        (classes, servlets) -> AuthFilter.install(servlets, configuration));
    context.addServlet(Me.class, "/me");
    return context;
  }

  private ServerConnector connector(Path keyStore) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(keyStore.toString());
    tls.setKeyStorePassword("changeit");
    HttpConfiguration http = new HttpConfiguration();
    http.addCustomizer(new SecureRequestCustomizer(false));
    ServerConnector connector = new ServerConnector(server, tls, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    return connector;
  }

  private Path keyStore() throws Exception {
    Path file = folder.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    run(List.of(
        keytool,
        "-genkeypair",
        "-keystore",
        file.toString(),
        "-storepass",
        "changeit",
        "-alias",
        "localhost",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=ip:127.0.0.1,dns:localhost"));
    return file;
  }

  private String curl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-ksS"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** An application that says who is there. */
  public static final class Me extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain");
      response.getWriter().print("you are " + request.getRemoteUser());
    }
  }
}
