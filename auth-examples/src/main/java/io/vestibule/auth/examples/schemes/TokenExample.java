package io.vestibule.auth.examples.schemes;

import io.vestibule.auth.bearer.TokenHash;
import io.vestibule.auth.builder.Vestibule;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Server;

/** Tokens that the application made: {@code curl -H 'Authorization: Bearer TOKEN' http://127.0.0.1:5000/}. */
public final class TokenExample {
  private TokenExample() {}

  /** Starts it with the tokens of these owners: their hashes are enough. */
  public static Server start(int port, Map<TokenHash, String> owners) throws Exception {
    return HelloServer.start(
        port,
        Vestibule.builder()
            .bearer(token -> Optional.ofNullable(owners.get(TokenHash.of(token))))
            .build());
  }

  /** Starts it on port 5000 with a new token for each name, and prints them. */
  public static void main(String[] names) throws Exception {
    Map<TokenHash, String> owners = new HashMap<>();
    for (String name : names) {
      var token = TokenHash.newToken(new SecureRandom());
      owners.put(TokenHash.of(token), name);
      System.out.println(name + ": " + token.reveal());
    }
    start(5000, owners).join();
  }
}
