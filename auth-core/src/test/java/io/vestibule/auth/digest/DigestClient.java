package io.vestibule.auth.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A client of RFC 7616, written from the RFC alone; every parameter can be made wrong. */
public final class DigestClient {
  final Map<String, String> shown = new LinkedHashMap<>();
  private final String username;
  private final String password;

  public DigestClient(String username, String password) {
    this.username = username;
    this.password = password;
  }

  /** Answers a challenge as RFC 7616, 3.4 asks for it. */
  public DigestClient answer(String challenge, String method, String uri, int count) {
    Map<String, String> asked = parameters(challenge);
    String algorithm = asked.getOrDefault("algorithm", "MD5");
    String nc = "%08x".formatted(count);
    shown.put("username", username);
    shown.put("realm", asked.get("realm"));
    shown.put("uri", uri);
    shown.put("algorithm", algorithm);
    shown.put("nonce", asked.get("nonce"));
    shown.put("nc", nc);
    shown.put("cnonce", "0a4f113b");
    shown.put("qop", "auth");
    shown.put("opaque", asked.get("opaque"));
    shown.put("response", response(method));
    return this;
  }

  String response(String method) {
    String algorithm = shown.getOrDefault("algorithm", "MD5");
    String ha1 = hash(algorithm, username + ":" + shown.get("realm") + ":" + password);
    if (algorithm.toLowerCase(java.util.Locale.ROOT).endsWith("-sess")) {
      ha1 = hash(algorithm, ha1 + ":" + shown.get("nonce") + ":" + shown.get("cnonce"));
    }
    String ha2 = hash(algorithm, method + ":" + shown.get("uri"));
    return shown.containsKey("qop")
        ? hash(
            algorithm,
            String.join(
                ":",
                ha1,
                shown.get("nonce"),
                shown.get("nc"),
                shown.get("cnonce"),
                shown.get("qop"),
                ha2))
        : hash(algorithm, ha1 + ":" + shown.get("nonce") + ":" + ha2);
  }

  /** Says something else, and proves it anew. */
  public DigestClient saying(String name, String value) {
    shown.put(name, value);
    shown.put("response", response("GET"));
    return this;
  }

  /** Leaves something out, and proves it anew. */
  DigestClient without(String name) {
    shown.remove(name);
    shown.put("response", response("GET"));
    return this;
  }

  public String header() {
    return shown.entrySet().stream()
        .map(e -> e.getKey().matches("nc|qop|algorithm|userhash|username\\*")
            ? e.getKey() + "=" + e.getValue()
            : e.getKey() + "=\"" + e.getValue() + '"')
        .collect(Collectors.joining(", ", "Digest ", ""));
  }

  static Map<String, String> parameters(String challenge) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String pair : challenge.replaceFirst("^Digest ", "").split(", ", -1)) {
      String[] sides = pair.split("=", 2);
      found.put(sides[0], sides[1].replace("\"", ""));
    }
    return found;
  }

  public static String hash(String algorithm, String text) {
    String name = algorithm.replaceFirst("(?i)-sess$", "").replace("SHA-512-256", "SHA-512/256");
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(text.getBytes(UTF_8)));
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
