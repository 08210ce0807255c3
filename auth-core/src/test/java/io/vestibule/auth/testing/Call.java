package io.vestibule.auth.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request that the provider was sent. Immutable.
 *
 * @param path without the query
 * @param parameters of the query and of the form; of several values the last
 * @param authorization the field of this name; empty for none
 */
public record Call(
    String method, String path, Map<String, String> parameters, String authorization) {

  /** Copies the parameters. */
  public Call {
    parameters = Map.copyOf(parameters);
  }

  static Call of(String method, String target, Map<String, String> fields, byte[] body) {
    String[] halves = target.split("\\?", 2);
    Map<String, String> parameters = new LinkedHashMap<>();
    gather(halves.length == 2 ? halves[1] : "", parameters);
    gather(new String(body, UTF_8), parameters);
    return new Call(method, halves[0], parameters, fields.getOrDefault("authorization", ""));
  }

  /** A parameter; empty where it is missing. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** Name and password of the client by {@code client_secret_basic} (RFC 6749, 2.3.1). */
  Optional<String[]> basic() {
    if (!authorization.startsWith("Basic ")) {
      return Optional.empty();
    }
    String[] pair =
        new String(Base64.getDecoder().decode(authorization.substring(6)), UTF_8).split(":", 2);
    return Optional.of(new String[] {decoded(pair[0]), decoded(pair[1])});
  }

  private static void gather(String encoded, Map<String, String> parameters) {
    if (encoded.isEmpty()) {
      return;
    }
    for (String pair : encoded.split("&", -1)) {
      String[] halves = pair.split("=", 2);
      parameters.put(decoded(halves[0]), halves.length == 2 ? decoded(halves[1]) : "");
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
