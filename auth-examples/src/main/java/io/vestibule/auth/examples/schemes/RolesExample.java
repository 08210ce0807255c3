package io.vestibule.auth.examples.schemes;

import io.vestibule.auth.Secret;
import io.vestibule.auth.builder.Vestibule;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.server.Server;

/** Who may do what: {@code curl -u susan:bye http://127.0.0.1:5000/admin}. */
public final class RolesExample {
  private static final Map<String, Secret> USERS =
      Map.of("john", Secret.of("hello"), "susan", Secret.of("bye"), "cindy", Secret.of("byebye"));
  private static final Map<String, Set<String>> ROLES =
      Map.of("john", Set.of("user"), "susan", Set.of("user", "admin"));

  private RolesExample() {}

  /** Starts it. */
  public static Server start(int port) throws Exception {
    return HelloServer.start(
        port,
        Vestibule.builder()
            .basic((name, password) -> password.equals(USERS.get(name)))
            .roles(name -> ROLES.getOrDefault(name, Set.of()))
            .rule("/public/**", "public")
            .rule("/admin/**", "role:admin")
            .rule("POST /posts/**", "role:editor | (role:user & role:admin)")
            .build());
  }

  /** Starts it on port 5000. */
  public static void main(String[] arguments) throws Exception {
    start(5000).join();
  }
}
