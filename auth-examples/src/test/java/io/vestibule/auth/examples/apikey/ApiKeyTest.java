package io.vestibule.auth.examples.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Secret;
import io.vestibule.auth.builder.Vestibule;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.examples.Client;
import io.vestibule.auth.examples.ConfigFiles;
import io.vestibule.auth.examples.embedded.JettyExample;
import io.vestibule.auth.examples.war.HelloServlet;
import io.vestibule.auth.servlet.AuthFilter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeyTest {
  @TempDir
  Path folder;

  @Test
  void the_file_can_name_it() throws Exception {
    Path config = ConfigFiles.write(
        folder, "[authentication]\ntype = api-key\n[api-key]\nkey = 3f9c01\nowner = ci\n");
    Server server = JettyExample.start(config, 0);
    try {
      assertKnows(Client.of(server.getURI().toString()));
    } finally {
      server.stop();
    }
  }

  @Test
  void java_can_name_it() throws Exception {
    Store store = new Store();
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer((classes, servletContext) -> {
      AuthFilter.install(
          servletContext,
          Vestibule.builder()
              .authenticator("ci-key", new ApiKeyAuthenticator(store::ownerOf))
              .build());
    });
    context.addServlet(HelloServlet.class, "/hello");
    Server server = new Server(0);
    server.setHandler(context);
    server.start();
    try {
      assertKnows(Client.of("http://127.0.0.1:" + server.getURI().getPort()));
    } finally {
      server.stop();
    }
  }

  @Test
  void can_be_tested_without_a_server() {
    Authenticator authenticator = new ApiKeyAuthenticator(new Store()::ownerOf);
    AuthResult result =
        authenticator.authenticate(FakeRequest.get("/orders").with("X-Api-Key", "3f9c02"));

    assertThat(result).isInstanceOf(AuthResult.Rejected.class);
  }

  @Test
  void gets_the_checks_of_the_file_with_it() throws Exception {
    Path config = ConfigFiles.write(
        folder, "[authentication]\ntype = api-key\n[api-key]\nkey = 3f9c01\nownr = ci\n");

    assertThatThrownBy(() -> JettyExample.start(config, 0))
        .hasStackTraceContaining("Did you mean \"owner\"?")
        .hasStackTraceContaining(ConfigurationException.class.getName());
  }

  private static void assertKnows(Client client) throws Exception {
    assertThat(client.with("X-Api-Key", "3f9c01").get("/hello").body().strip())
        .isEqualTo("hello ci");
    assertThat(client.with("X-Api-Key", "3f9c02").get("/hello").statusCode()).isEqualTo(401);
    assertThat(client.get("/hello").statusCode()).isEqualTo(401);
  }

  /** Where a host keeps its keys. */
  private static final class Store {
    Optional<Identity> ownerOf(Secret key) {
      return key.equals(Secret.of("3f9c01"))
          ? Optional.of(Identity.of("ci", "ApiKey", Instant.EPOCH))
          : Optional.empty();
    }
  }
}
