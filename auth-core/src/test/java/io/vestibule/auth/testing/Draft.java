package io.vestibule.auth.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A token before it is signed: a fault may change every part of it. Used by one thread. */
final class Draft {
  private final Map<String, Object> header = new LinkedHashMap<>();
  private final Map<String, Object> claims;
  private Manner manner = Manner.RIGHT;
  private UnaryOperator<String> payload = UnaryOperator.identity();
  private UnaryOperator<String> token = UnaryOperator.identity();

  /** How it is signed. */
  enum Manner {
    RIGHT,
    UNSIGNED,
    BROKEN,
    ANOTHER_KEY,
    UNPUBLISHED_KEY,
    PUBLIC_KEY_AS_SECRET,
    CLIENT_SECRET
  }

  Draft(String type, Map<String, Object> claims) {
    header.put("alg", "RS256");
    header.put("typ", type);
    this.claims = new LinkedHashMap<>(claims);
  }

  Draft header(String name, Object value) {
    header.put(name, value);
    return this;
  }

  Draft claim(String name, Object value) {
    claims.put(name, value);
    return this;
  }

  Draft without(String name) {
    claims.remove(name);
    return this;
  }

  /** Moves a time by so many seconds. */
  Draft shift(String name, long seconds) {
    return claim(name, ((Number) claims.get(name)).longValue() + seconds);
  }

  Draft signed(Manner another) {
    manner = another;
    return this;
  }

  /** Changes the payload's text; each of its characters becomes one byte. */
  Draft payload(UnaryOperator<String> change) {
    payload = change;
    return this;
  }

  /** Changes the finished token. */
  Draft token(UnaryOperator<String> change) {
    token = change;
    return this;
  }

  /** The compact form (RFC 7515, 7.1). */
  String sign(SigningKey key, SigningKey unpublished, String clientSecret) {
    header.putIfAbsent("kid", manner == Manner.UNPUBLISHED_KEY ? unpublished.kid() : key.kid());
    switch (manner) {
      case UNSIGNED -> header.put("alg", "none");
      case PUBLIC_KEY_AS_SECRET, CLIENT_SECRET -> header.put("alg", "HS256");
      default -> {}
    }
    String bytes = new String(Json.write(claims).getBytes(UTF_8), ISO_8859_1);
    String signed = base64(Json.write(header).getBytes(UTF_8)) + "."
        + base64(payload.apply(bytes).getBytes(ISO_8859_1));
    return token.apply(
        signed + "." + base64(signature(signed, key, unpublished, clientSecret.getBytes(UTF_8))));
  }

  private byte[] signature(
      String text, SigningKey key, SigningKey unpublished, byte[] clientSecret) {
    return switch (manner) {
      case UNSIGNED -> new byte[0];
      case BROKEN -> key.sign(text + "x");
      case ANOTHER_KEY, UNPUBLISHED_KEY -> unpublished.sign(text);
      case PUBLIC_KEY_AS_SECRET -> key.confused(text);
      case CLIENT_SECRET -> SigningKey.hmac(clientSecret, text);
      case RIGHT -> key.sign(text);
    };
  }

  private static String base64(byte[] bytes) {
    return SigningKey.BASE64.encodeToString(bytes);
  }
}
