package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpServer;
import io.vestibule.auth.examples.Bearer;
import io.vestibule.auth.examples.Client;
import io.vestibule.auth.examples.ConfigFiles;
import io.vestibule.auth.testing.PlainBrowser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An app on a phone or a desktop lets people sign in, over real HTTP. */
class MobileAppTest {
  private static final Map<String, String> ADA =
      Map.of("username", "ada", "password", ConfigFiles.PASSWORD);

  private static Map<String, Object> json(HttpResponse<String> answer) throws Exception {
    return JSONObjectUtils.parse(answer.body());
  }

  /** From the address that the app opens to the one at which the browser leaves the issuer. */
  private static URI signIn(PlainBrowser browser, String address) throws Exception {
    HttpResponse<String> login = browser.follow(browser.go(address));
    assertThat(login.body()).contains("name=\"password\"");
    HttpResponse<String> back = browser.submit(login, "/auth/login", ADA);
    assertThat(back.statusCode()).isEqualTo(303);
    return allow(browser, browser.follow(back));
  }

  /** Says yes to the page that asks whether this app may. */
  private static URI allow(PlainBrowser browser, HttpResponse<String> question) throws Exception {
    assertThat(question.statusCode()).isEqualTo(200);
    return location(browser.submit(question, "/auth/authorize", Map.of("decision", "allow")));
  }

  private static URI location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(303);
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  @Test
  void an_app_on_a_desktop_takes_the_port_that_it_gets() throws Exception {
    try (IssuerDemo demo = IssuerDemo.start(new JettyServer(), "");
        Callback callback = Callback.open()) {
      MobileApp app = MobileApp.discover(demo.url(), callback.uri());
      PlainBrowser browser = new PlainBrowser(demo.url() + "/");

      callback.visit(signIn(browser, app.authorization()));
      HttpResponse<String> tokens = app.exchange(app.code(callback.visited()));

      assertThat(tokens.statusCode()).isEqualTo(200);
      assertThat(json(tokens)).containsEntry("token_type", "Bearer").containsEntry("scope", "read");
      String access = String.valueOf(json(tokens).get("access_token"));
      Bearer ada = new Bearer(demo.url(), access);
      assertThat(ada.me())
          .startsWith("200 ")
          .contains("\"name\":\"ada\"", "\"authType\":\"Bearer\"", "\"scopes\":[\"read\"]");
      ada.isTakenOnlyAsItIs();
    }
  }

  @Test
  void an_app_on_a_phone_has_a_scheme_and_stays_signed_in_by_refreshing() throws Exception {
    try (IssuerDemo demo = IssuerDemo.start(new TomcatServer(), "")) {
      MobileApp app = MobileApp.discover(demo.url(), "com.example.app:/callback");
      PlainBrowser browser = new PlainBrowser(demo.url() + "/");

      URI redirect = signIn(browser, app.authorization());
      assertThat(redirect).hasScheme("com.example.app");
      String code = app.code(URI.create("app:/?" + query(redirect)));
      Map<String, Object> first = json(app.exchange(code));
      HttpResponse<String> second = app.refresh(String.valueOf(first.get("refresh_token")));

      assertThat(second.statusCode()).isEqualTo(200);
      assertThat(json(second).get("refresh_token")).isNotEqualTo(first.get("refresh_token"));
      HttpResponse<String> left = Client.of(demo.url())
          .post("/auth/api/logout", "refresh_token=" + json(second).get("refresh_token"));
      assertThat(json(left)).containsEntry("authenticated", false);
      HttpResponse<String> refused = app.refresh(String.valueOf(json(second).get("refresh_token")));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(json(refused)).containsEntry("error", "invalid_grant");
      assertThat(app.exchange(code).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void whoever_is_signed_in_at_the_browser_already_types_nothing() throws Exception {
    try (IssuerDemo demo = IssuerDemo.start(new JettyServer(), "")) {
      MobileApp app = MobileApp.discover(demo.url(), "com.example.app:/callback");
      PlainBrowser browser = new PlainBrowser(demo.url() + "/");
      signIn(browser, app.authorization());

      HttpResponse<String> question = browser.go(app.authorization());
      assertThat(question.body()).contains("ada", "com.example.app:", "name=\"decision\"");
      assertThat(question.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("form-action 'self' com.example.app:");
      assertThat(allow(browser, question)).hasScheme("com.example.app");
      URI no = location(browser.submit(question, "/auth/authorize", Map.of("decision", "deny")));
      assertThat(no.toString()).contains("error=access_denied").doesNotContain("code=");
    }
  }

  private static String query(URI opaqueOrNot) {
    String text = opaqueOrNot.toString();
    return text.substring(text.indexOf('?') + 1);
  }

  /** Where a desktop app waits for its browser: a port of its own on loopback. */
  private record Callback(HttpServer server, CompletableFuture<URI> visit)
      implements AutoCloseable {

    static Callback open() throws Exception {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      CompletableFuture<URI> visit = new CompletableFuture<>();
      server.createContext("/callback", exchange -> {
        visit.complete(exchange.getRequestURI());
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
      });
      server.start();
      return new Callback(server, visit);
    }

    String uri() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/callback";
    }

    /** What a browser does that is sent there. */
    void visit(URI address) throws Exception {
      HttpResponse<Void> seen = HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
      assertThat(seen.statusCode()).isEqualTo(204);
    }

    URI visited() throws Exception {
      return visit.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
