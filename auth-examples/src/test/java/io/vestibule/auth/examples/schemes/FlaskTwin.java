package io.vestibule.auth.examples.schemes;

import io.vestibule.auth.Secret;
import io.vestibule.auth.builder.Vestibule;
import io.vestibule.auth.config.Configuration;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The application of {@code flask/app.py}, guarded by this library: said in Java, and in a file for the demo. */
final class FlaskTwin {
  private static final Map<String, Secret> PASSWORDS = Map.of(
      "john", Secret.of("hello"),
      "susan", Secret.of("bye"),
      "cindy", Secret.of("byebye"),
      "garçon", Secret.of("áéí"));
  private static final Map<String, Set<String>> ROLES =
      Map.of("john", Set.of("normal"), "susan", Set.of("normal", "special"));
  private static final String MULTI = "(via:basic | via:bearer.mytoken | via:bearer.x-api-key)";

  /** Paths of {@code app.py} lie below this one in the demo, whose servlet there greets people. */
  static final String IN_THE_DEMO = "/hello";

  static final Path FILE = Path.of("src/test/resources/flask/auth.ini");

  private FlaskTwin() {}

  static Configuration configuration() {
    return Vestibule.builder()
        .realm("Foo")
        .basic((name, password) -> password.equals(PASSWORDS.get(name)))
        .digest(name -> Optional.ofNullable(PASSWORDS.get(name)))
        .set("digest", "algorithms", "MD5")
        .scheme("MyToken", FlaskTwin::owner)
        .header("X-API-Key", FlaskTwin::owner)
        .roles(name -> ROLES.getOrDefault(name, Set.of()))
        .set("throttle", "enabled", "no")
        .set("server", "cors_preflight", "yes")
        .rule("/public", "public")
        .rule("/basic", "via:basic")
        .rule("/token", "via:bearer.mytoken")
        .rule("/key", "via:bearer.x-api-key")
        .rule("/digest", "via:digest")
        .rule("/multi", MULTI)
        .rule("/multi/normal", "role:normal & " + MULTI)
        .rule("/multi/special", "role:special & " + MULTI)
        .rule("/normal", "role:normal & via:basic")
        .rule("/special", "role:special & via:basic")
        .rule("/either", "(role:normal | role:special) & via:basic")
        .rule("/both", "role:normal & role:special & via:basic")
        .rule("/nested", "(role:absent | (role:normal & role:special)) & via:basic")
        .rule("/optional", "optional")
        .rule("/optional/special", "role:special & via:basic")
        .build();
  }

  private static Optional<String> owner(Secret token) {
    return Optional.of("john").filter(name -> token.reveal().equals("this-is-the-token!"));
  }
}
