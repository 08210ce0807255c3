package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.examples.Client;
import io.vestibule.auth.examples.ConfigFiles;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server that knows nothing of the issuer but its name accepts its tokens. */
class OtherServerTest {

  @Test
  void finds_the_issuers_keys_and_believes_its_tokens() throws Exception {
    try (IssuerDemo issuer =
        IssuerDemo.start(new JettyServer(), "audience = https://api.example")) {
      String other = """
          [authentication]
          type = jwt
          [jwt]
          issuer = %s
          audience = https://api.example
          """.formatted(issuer.url());
      Listen listen = new Listen("127.0.0.1", 0, "");
      Configuration configuration = Demo.withRules(
          Configuration.parse("demo.ini", other, Path.of(""), Map.of(), InstantSource.system()));
      Container.Running running = Demo.start(new JettyServer(), listen, configuration);
      try {
        Client client = Client.of(listen.withPort(running.port()).url());
        String token = token(issuer.url());

        assertThat(client.with("Authorization", "Bearer " + token).get("/me").body())
            .contains("\"name\":\"ada\"", "\"scopes\":[\"read\",\"write\"]");
        assertThat(
                client.with("Authorization", "Bearer " + token + "A").get("/me").statusCode())
            .isEqualTo(401);
      } finally {
        running.close();
      }
    }
  }

  private static String token(String issuer) throws Exception {
    String answer = Client.of(issuer)
        .post("/auth/api/login", "username=ada&password=" + ConfigFiles.PASSWORD)
        .body();
    return String.valueOf(JSONObjectUtils.parse(answer).get("access_token"));
  }
}
