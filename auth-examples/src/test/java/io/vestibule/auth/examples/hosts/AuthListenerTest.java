package io.vestibule.auth.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.examples.Client;
import io.vestibule.auth.examples.ConfigFiles;
import io.vestibule.auth.examples.Snippets;
import io.vestibule.auth.examples.war.HelloServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener installs the filter in a WAR. */
class AuthListenerTest {
  private static final Path SOURCE =
      Path.of("src/test/java/io/vestibule/auth/examples/hosts/AuthListener.java");

  @TempDir
  private Path folder;

  @Test
  void a_listener_guards_an_application_by_the_file_in_its_web_inf() throws Exception {
    ConfigFiles.oneUser(Files.createDirectory(folder.resolve("WEB-INF")));
    Server server = new Server(0);
    ServletContextHandler context = new ServletContextHandler("/");
    context.setBaseResourceAsPath(folder);
    context.addEventListener(new AuthListener());
    context.addServlet(HelloServlet.class, "/hello");
    server.setHandler(context);
    server.start();
    try {
      Client client = Client.of("http://127.0.0.1:" + server.getURI().getPort());
      assertThat(client.get("/hello").statusCode()).isEqualTo(401);
      assertThat(client.as("ada", ConfigFiles.PASSWORD).get("/hello").statusCode())
          .isEqualTo(200);
    } finally {
      server.stop();
    }
  }

  @Test
  void is_the_one_on_the_page() throws IOException {
    String source = Files.readString(SOURCE).replaceAll("\\s+", "");

    assertThat(Snippets.of("docs/servlet.md").in("java"))
        .anyMatch(
            java -> java.contains("@WebListener") && source.contains(java.replaceAll("\\s+", "")));
  }
}
