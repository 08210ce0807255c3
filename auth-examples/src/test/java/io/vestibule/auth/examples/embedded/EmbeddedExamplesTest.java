package io.vestibule.auth.examples.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.examples.Client;
import io.vestibule.auth.examples.ConfigFiles;
import io.vestibule.auth.testing.PlainBrowser;
import java.nio.file.Path;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedExamplesTest {
  @TempDir
  Path folder;

  @Test
  void one_line_protects_a_servlet_on_jetty() throws Exception {
    Server server = JettyExample.start(ConfigFiles.oneUser(folder), 0);
    try {
      assertIsProtected(Client.of(server.getURI().toString()));
    } finally {
      server.stop();
    }
  }

  @Test
  void one_line_protects_a_servlet_on_tomcat() throws Exception {
    Tomcat tomcat = TomcatExample.start(ConfigFiles.oneUser(folder), 0, folder);
    try {
      assertIsProtected(Client.of("http://127.0.0.1:" + tomcat.getConnector().getLocalPort()));
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  @Test
  void with_a_login_page_people_are_sent_to_one_that_is_there_on_both() throws Exception {
    Path config = ConfigFiles.write(
        folder,
        "[authentication]\ntype = session, basic\n[users]\nada = " + ConfigFiles.HASH + "\n");
    Server jetty = JettyExample.start(config, 0);
    Tomcat tomcat = TomcatExample.start(config, 0, folder);
    try {
      assertThat(PlainBrowser.at(jetty.getURI().getPort()).go("/auth/login").statusCode())
          .isEqualTo(200);
      assertThat(PlainBrowser.at(tomcat.getConnector().getLocalPort())
              .go("/auth/login")
              .statusCode())
          .isEqualTo(200);
    } finally {
      jetty.stop();
      tomcat.stop();
      tomcat.destroy();
    }
  }

  @Test
  void a_mistake_in_the_file_stops_the_start() throws Exception {
    Path broken = ConfigFiles.write(folder, "[authentication]\ntype = basci\n");

    assertThatThrownBy(() -> JettyExample.start(broken, 0))
        .hasStackTraceContaining("Did you mean \"basic\"?");
  }

  private static void assertIsProtected(Client client) throws Exception {
    assertThat(client.get("/hello").statusCode()).isEqualTo(401);
    assertThat(client.as("ada", "wrong").get("/hello").statusCode()).isEqualTo(401);
    assertThat(client.as("ada", ConfigFiles.PASSWORD).get("/hello").body().strip())
        .isEqualTo("hello ada");
  }
}
