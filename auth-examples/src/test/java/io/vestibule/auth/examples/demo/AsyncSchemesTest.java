package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.builder.Vestibule;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.examples.Client;
import io.vestibule.auth.examples.schemes.DigestAnswer;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asynchronous servlets know who came by Digest or by a token: in another thread, and behind a dispatch. */
class AsyncSchemesTest {
  private static final Listen ANYWHERE = new Listen("127.0.0.1", 0, "");

  private static Configuration configuration() {
    return Vestibule.builder()
        .digest(name -> Optional.of(Secret.of("hello")).filter(any -> name.equals("john")))
        .bearer(token -> Optional.of("susan").filter(any -> token.reveal().equals("secret-token")))
        .roles(name -> Set.of("of-" + name))
        .rule("/**", "user")
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "jetty,  /async/me",
    "jetty,  /async/dispatch?to=/me",
    "tomcat, /async/me",
    "tomcat, /async/dispatch?to=/me",
  })
  void digest(String container, String path) throws Exception {
    try (Container.Running running = start(container)) {
      Client client = client(running);
      String challenge =
          client.get(path).headers().firstValue("WWW-Authenticate").orElseThrow();
      String right = DigestAnswer.to(challenge, "john", "hello", path).header();
      String wrong = DigestAnswer.to(challenge, "john", "bye", path).header();

      assertThat(client.with("Authorization", right).get(path).body())
          .contains("\"name\":\"john\"", "\"authType\":\"DIGEST\"", "\"of-john\"");
      assertThat(client.with("Authorization", right).get(path).statusCode())
          .as("a proof serves once, and the dispatch behind the first took none")
          .isEqualTo(401);
      assertThat(client.with("Authorization", wrong).get(path).statusCode()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "jetty,  /async/me",
    "jetty,  /async/dispatch?to=/me",
    "tomcat, /async/me",
    "tomcat, /async/dispatch?to=/me",
  })
  void bearer(String container, String path) throws Exception {
    try (Container.Running running = start(container)) {
      Client client = client(running);

      assertThat(client.with("Authorization", "Bearer secret-token").get(path).body())
          .contains("\"name\":\"susan\"", "\"authType\":\"Bearer\"", "\"of-susan\"");
      assertThat(client.with("Authorization", "Bearer other").get(path).statusCode())
          .isEqualTo(401);
      assertThat(client.get(path).statusCode()).isEqualTo(401);
    }
  }

  private static Container.Running start(String container) throws Exception {
    Container server = container.equals("jetty") ? new JettyServer() : new TomcatServer();
    return Demo.start(server, ANYWHERE, configuration());
  }

  private static Client client(Container.Running running) {
    return Client.of(ANYWHERE.withPort(running.port()).url());
  }
}
