package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vestibule.auth.examples.Chromium;
import io.vestibule.auth.examples.ConfigFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Chromium goes on from our login page to an app: its rules about forms that lead elsewhere are strict. */
@Tag("counterparts")
class MobileAppBrowserTest {
  @TempDir
  Path folder;

  @Test
  void the_browser_goes_from_the_login_form_to_the_app() throws Exception {
    HttpServer app =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    app.createContext("/callback", exchange -> {
      byte[] page = "<p>Back in the app</p>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/html");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
      exchange.close();
    });
    app.start();
    try (IssuerDemo demo = IssuerDemo.start(new JettyServer(), "");
        Chromium chromium = Chromium.start(folder, true)) {
      String callback = "http://127.0.0.1:" + app.getAddress().getPort() + "/callback";
      MobileApp client = MobileApp.discover(demo.url(), callback);

      chromium.go(demo.url() + client.authorization());
      chromium.type("#username", "ada");
      chromium.type("#password", ConfigFiles.PASSWORD);
      chromium.press("#login button[type=submit]", "value=\"allow\"");
      chromium.press("button[value=allow]", "Back in the app");

      assertThat(chromium.url()).startsWith(callback + "?code=vsc_");
      assertThat(client.exchange(client.code(URI.create(chromium.url()))).statusCode())
          .isEqualTo(200);
    } finally {
      app.stop(0);
    }
  }
}
