package io.vestibule.auth.examples.schemes;

import io.vestibule.auth.Secret;
import io.vestibule.auth.builder.Vestibule;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Server;

/** HTTP Digest: {@code curl --digest -u john:hello http://127.0.0.1:5000/}. */
public final class DigestExample {
  private static final Map<String, Secret> USERS =
      Map.of("john", Secret.of("hello"), "susan", Secret.of("bye"));

  private DigestExample() {}

  /** Starts it. */
  public static Server start(int port) throws Exception {
    return HelloServer.start(
        port,
        Vestibule.builder()
            .digest(name -> Optional.ofNullable(USERS.get(name)))
            .set("digest", "algorithms", "SHA-256, MD5")
            .build());
  }

  /** Starts it on port 5000. */
  public static void main(String[] arguments) throws Exception {
    start(5000).join();
  }
}
