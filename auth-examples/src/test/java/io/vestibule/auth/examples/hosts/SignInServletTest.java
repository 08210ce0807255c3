package io.vestibule.auth.examples.hosts;

import static io.vestibule.auth.examples.ConfigFiles.HASH;
import static io.vestibule.auth.examples.ConfigFiles.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.examples.Snippets;
import io.vestibule.auth.examples.war.HelloServlet;
import io.vestibule.auth.servlet.AuthFilter;
import io.vestibule.auth.testing.PlainBrowser;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The login page of docs/session.md, with the file that stands there. */
class SignInServletTest {
  @TempDir
  private Path folder;

  private Server server;
  private PlainBrowser browser;

  @BeforeEach
  void start() throws Exception {
    String file = Snippets.of("docs/session.md").in("ini").stream()
        .filter(ini -> ini.contains("login_page"))
        .findFirst()
        .orElseThrow();
    Files.writeString(folder.resolve("users.txt"), "ada:" + HASH + "\n");
    Path config = Files.writeString(folder.resolve("auth.ini"), file);
    ServletContextHandler context = new ServletContextHandler("/shop");
    context.addServletContainerInitializer(
        (classes, servlets) -> AuthFilter.install(servlets, Configuration.load(config)));
    context.addServlet(new ServletHolder(new SignInServlet()), "/signin");
    context.addServlet(HelloServlet.class, "/hello");
    server = new Server(0);
    server.setHandler(context);
    server.start();
    browser = PlainBrowser.at(server.getURI().getPort());
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void a_stranger_signs_in_there_and_comes_to_the_page_that_they_wanted() throws Exception {
    HttpResponse<String> page = browser.follow(browser.go("/shop/hello?a=%22b"));
    HttpResponse<String> welcome = submit(page, PASSWORD);

    assertThat(page.body()).contains("<title>Sign in</title>");
    assertThat(welcome.statusCode()).isEqualTo(303);
    assertThat(welcome.headers().firstValue("Location")).contains("/shop/hello?a=%22b");
    assertThat(browser.follow(welcome).body()).startsWith("hello ada");
  }

  @Test
  void a_wrong_password_leads_back_and_forgets_no_page() throws Exception {
    HttpResponse<String> page = browser.follow(browser.go("/shop/hello"));
    HttpResponse<String> again = browser.follow(submit(page, "wrong"));

    assertThat(again.body()).contains("Name or password is wrong.");
    assertThat(browser.follow(submit(again, PASSWORD)).body()).startsWith("hello ada");
  }

  @Test
  void what_the_address_says_is_not_believed() throws Exception {
    HttpResponse<String> page =
        browser.go("/shop/signin?error=%3Cscript%3E&return_to=%22%3E%3Cscript%3E");

    assertThat(page.body()).contains("Please try again.").doesNotContain("<script>");
    assertThat(submit(page, PASSWORD).headers().firstValue("Location")).contains("/shop/");
  }

  private HttpResponse<String> submit(HttpResponse<String> page, String password) throws Exception {
    return browser.submit(page, "/auth/login", Map.of("username", "ada", "password", password));
  }
}
