package io.vestibule.auth.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.builder.Vestibule;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.examples.Client;
import io.vestibule.auth.examples.ConfigFiles;
import io.vestibule.auth.examples.war.HelloServlet;
import io.vestibule.auth.servlet.AuthFilter;
import io.vestibule.auth.testing.SignedIn;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an application tests itself: docs/testing.md. */
class OrdersTest {
  @TempDir
  private Path folder;

  private Server server = new Server(0);

  private Client start(Configuration configuration) throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer(
        (classes, servletContext) -> AuthFilter.install(servletContext, configuration));
    return start(context);
  }

  private Client start(ServletContextHandler context) throws Exception {
    context.addServlet(HelloServlet.class, "/orders");
    server.setHandler(context);
    server.start();
    return Client.of("http://127.0.0.1:" + server.getURI().getPort());
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void everybody_is_ada() throws Exception {
    Configuration configuration = Vestibule.builder()
        .authenticator("test", SignedIn.as("ada", "admin"))
        .rule("/orders", "role:admin")
        .build();

    assertThat(start(configuration).get("/orders").body()).startsWith("hello ada");
  }

  @Test
  void secrets_of_the_machine_in_production_are_replaced() throws Exception {
    Path config = ConfigFiles.write(folder, """
        [authentication]
        type = session
        [store]
        url = jdbc:postgresql://db/shop
        user = shop
        password = ${file:/run/secrets/nowhere}
        [rules]
        /orders = role:admin
        """);
    Configuration configuration =
        Configuration.load(config, Map.of("VESTIBULE_STORE_PASSWORD", "x"), InstantSource.system());

    assertThat(configuration.rules().match("GET", "/orders")).hasToString("role:admin");
    configuration.auth().close();
  }

  @Test
  void each_request_says_who_it_is_and_the_rules_are_those_of_the_file() throws Exception {
    Path config = ConfigFiles.write(
        folder,
        "[authentication]\ntype = basic\nusername = x\npassword = " + ConfigFiles.HASH
            + "\n[rules]\n/orders = role:admin & via:basic\n");
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer((classes, servletContext) -> {
      Auth auth = Auth.builder()
          .authenticator("basic", SignedIn.byHeader())
          .rules(Configuration.load(config).rules())
          .build();
      AuthFilter.install(servletContext, auth);
    });
    Client client = start(context);

    assertThat(client.with(SignedIn.HEADER, "ada: admin, editor").get("/orders").statusCode())
        .isEqualTo(200);
    assertThat(client.with(SignedIn.HEADER, "bob").get("/orders").statusCode()).isEqualTo(403);
    assertThat(client.get("/orders").statusCode()).isEqualTo(403);
  }
}
