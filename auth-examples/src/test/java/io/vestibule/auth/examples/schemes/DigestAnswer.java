package io.vestibule.auth.examples.schemes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a client answers to a challenge of Digest (RFC 7616, 3.4); each parameter can be changed or left out. */
public final class DigestAnswer {
  private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=(?:\"([^\"]*)\"|([^,]*))");

  private final String username;
  private final String password;
  private final Map<String, String> shown = new LinkedHashMap<>();

  private DigestAnswer(String username, String password) {
    this.username = username;
    this.password = password;
  }

  public static DigestAnswer to(String challenge, String username, String password, String uri) {
    DigestAnswer answer = new DigestAnswer(username, password);
    Matcher asked = PARAMETER.matcher(challenge);
    Map<String, String> parameters = new LinkedHashMap<>();
    while (asked.find()) {
      parameters.put(asked.group(1), asked.group(2) == null ? asked.group(3) : asked.group(2));
    }
    answer.shown.put("username", username);
    for (String same : new String[] {"realm", "nonce", "opaque", "algorithm"}) {
      if (parameters.containsKey(same)) {
        answer.shown.put(same, parameters.get(same));
      }
    }
    answer.shown.put("uri", uri);
    if (parameters.containsKey("qop")) {
      answer.shown.put("qop", "auth");
      answer.shown.put("nc", "00000001");
      answer.shown.put("cnonce", "0a4f113b");
    }
    return answer;
  }

  DigestAnswer with(String name, String value) {
    shown.put(name, value);
    return this;
  }

  DigestAnswer without(String name) {
    shown.remove(name);
    return this;
  }

  public String header() {
    shown.put("response", response());
    return shown.entrySet().stream()
        .map(e -> e.getKey() + "="
            + (e.getKey().matches("qop|nc|algorithm") ? e.getValue() : '"' + e.getValue() + '"'))
        .collect(Collectors.joining(", ", "Digest ", ""));
  }

  private String response() {
    String ha1 = hash(username + ":" + shown.get("realm") + ":" + password);
    String ha2 = hash("GET:" + shown.get("uri"));
    return shown.containsKey("qop")
        ? hash(ha1 + ":" + shown.get("nonce") + ":" + shown.get("nc") + ":" + shown.get("cnonce")
            + ":" + shown.get("qop") + ":" + ha2)
        : hash(ha1 + ":" + shown.get("nonce") + ":" + ha2);
  }

  private String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(shown.getOrDefault("algorithm", "MD5"))
              .digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
