package io.vestibule.auth.examples.schemes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.bearer.TokenHash;
import io.vestibule.auth.examples.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** The examples run, and stay short. */
class SchemeExamplesTest {

  @Test
  void basic() throws Exception {
    Server server = BasicExample.start(0);
    try {
      Client client = Client.of(server.getURI().toString());
      assertThat(client.as("john", "hello").get("/").body()).isEqualTo("Hello, john!\n");
      assertThat(client.as("john", "bye").get("/").statusCode()).isEqualTo(401);
    } finally {
      server.stop();
    }
  }

  @Test
  void digest() throws Exception {
    Server server = DigestExample.start(0);
    try {
      Client client = Client.of(server.getURI().toString());
      for (int i = 0; i < 2; i++) {
        List<String> challenges = client.get("/").headers().allValues("WWW-Authenticate");
        assertThat(challenges).hasSize(2);
        String challenge = challenges.get(i);
        String right = DigestAnswer.to(challenge, "john", "hello", "/").header();
        String wrong = DigestAnswer.to(challenge, "john", "bye", "/").header();
        assertThat(client.with("Authorization", wrong).get("/").statusCode()).isEqualTo(401);
        assertThat(client.with("Authorization", right).get("/").body()).isEqualTo("Hello, john!\n");
      }
    } finally {
      server.stop();
    }
  }

  @Test
  void token() throws Exception {
    Secret token = Secret.of("this-is-the-token");
    Server server = TokenExample.start(0, Map.of(TokenHash.of(token), "john"));
    try {
      Client client = Client.of(server.getURI().toString());
      assertThat(
              client.with("Authorization", "Bearer this-is-the-token").get("/").body())
          .isEqualTo("Hello, john!\n");
      assertThat(client.with("Authorization", "Bearer other").get("/").statusCode())
          .isEqualTo(401);
    } finally {
      server.stop();
    }
  }

  @Test
  void multi() throws Exception {
    Server server = MultiExample.start(0);
    try {
      Client client = Client.of(server.getURI().toString());
      assertThat(client.as("john", "hello").get("/").body()).isEqualTo("Hello, john!\n");
      assertThat(client.with("Authorization", "bearer secret-token-2").get("/").body())
          .isEqualTo("Hello, susan!\n");
      assertThat(client.with("X-API-Key", "secret-token-1").get("/keys/1").body())
          .isEqualTo("Hello, john!\n");
      assertThat(client.as("john", "hello").get("/keys/1").statusCode()).isEqualTo(401);
      assertThat(client.get("/").headers().allValues("WWW-Authenticate")).hasSize(3);
    } finally {
      server.stop();
    }
  }

  @Test
  void roles() throws Exception {
    Server server = RolesExample.start(0);
    try {
      Client client = Client.of(server.getURI().toString());
      assertThat(client.get("/public/x").body()).isEqualTo("Hello, anonymous!\n");
      assertThat(client.as("susan", "bye").get("/admin").statusCode()).isEqualTo(200);
      assertThat(client.as("john", "hello").get("/admin").statusCode()).isEqualTo(403);
      assertThat(client.as("susan", "bye").post("/posts/1", "a=b").statusCode()).isEqualTo(200);
      assertThat(client.as("john", "hello").post("/posts/1", "a=b").statusCode())
          .isEqualTo(403);
    } finally {
      server.stop();
    }
  }

  @Test
  void each_of_them_has_less_than_40_lines() throws Exception {
    for (String name : List.of("Basic", "Digest", "Token", "Multi", "Roles")) {
      Path file =
          Path.of("src/main/java/io/vestibule/auth/examples/schemes/" + name + "Example.java");
      assertThat(Files.readAllLines(file)).as(name).hasSizeLessThan(40);
    }
  }
}
