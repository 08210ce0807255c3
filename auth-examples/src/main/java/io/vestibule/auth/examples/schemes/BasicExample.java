package io.vestibule.auth.examples.schemes;

import io.vestibule.auth.Secret;
import io.vestibule.auth.builder.Vestibule;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.StoredPassword;
import java.util.Map;
import org.eclipse.jetty.server.Server;

/** HTTP Basic with users of the application's own: {@code curl -u john:hello http://127.0.0.1:5000/}. */
public final class BasicExample {
  private static final Map<String, StoredPassword> USERS =
      Map.of("john", hashed("hello"), "susan", hashed("bye"));

  private BasicExample() {}

  /** Starts it. */
  public static Server start(int port) throws Exception {
    return HelloServer.start(
        port,
        Vestibule.builder()
            .basic((name, password) ->
                USERS.getOrDefault(name, PasswordHash.nobodys()).matches(password))
            .build());
  }

  private static StoredPassword hashed(String password) {
    return PasswordHash.parse(PasswordHash.hash(Secret.of(password), 10));
  }

  /** Starts it on port 5000. */
  public static void main(String[] arguments) throws Exception {
    start(5000).join();
  }
}
