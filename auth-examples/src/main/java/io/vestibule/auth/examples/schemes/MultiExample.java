package io.vestibule.auth.examples.schemes;

import io.vestibule.auth.Secret;
import io.vestibule.auth.builder.Vestibule;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Server;

/** A password or a token or a key, whatever a client has: the scheme of the request chooses. */
public final class MultiExample {
  private static final Map<String, Secret> USERS =
      Map.of("john", Secret.of("hello"), "susan", Secret.of("bye"));
  private static final Map<Secret, String> TOKENS =
      Map.of(Secret.of("secret-token-1"), "john", Secret.of("secret-token-2"), "susan");

  private MultiExample() {}

  /** Starts it. */
  public static Server start(int port) throws Exception {
    return HelloServer.start(
        port,
        Vestibule.builder()
            .basic((name, password) -> password.equals(USERS.get(name)))
            .bearer(token -> Optional.ofNullable(TOKENS.get(token)))
            .header("X-API-Key", key -> Optional.ofNullable(TOKENS.get(key)))
            .rule("/keys/**", "via:bearer.x-api-key")
            .build());
  }

  /** Starts it on port 5000. */
  public static void main(String[] arguments) throws Exception {
    start(5000).join();
  }
}
