package io.vestibule.auth.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What becomes of a signed token (RFC 7515, compact form) when somebody changes a little of it: nobody may take any of
 * them. For any thread.
 */
public final class TamperedTokens {
  private static final int EVERY = 13;

  private TamperedTokens() {}

  /** By what was changed: one bit of header, payload or signature (every thirteenth), then one member. */
  public static Map<String, String> of(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not a signed token");
    }
    Map<String, String> tampered = new LinkedHashMap<>();
    for (int part = 0; part < parts.length; part++) {
      bits(parts, part, tampered);
    }
    members(parts, 0, "header", tampered);
    members(parts, 1, "claim", tampered);
    return tampered;
  }

  private static void bits(String[] parts, int part, Map<String, String> tampered) {
    byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit += EVERY) {
      byte[] other = bytes.clone();
      other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      tampered.put("part " + part + ", bit " + bit, with(parts, part, other));
    }
  }

  /** Each member is another one, and is gone. */
  private static void members(String[] parts, int part, String kind, Map<String, String> tampered) {
    for (String member : parse(parts[part]).keySet()) {
      Map<String, Object> members = parse(parts[part]);
      Object value = members.get(member);
      members.put(member, value instanceof Number number ? number.longValue() + 1 : "x" + value);
      tampered.put("another " + kind + ' ' + member, with(parts, part, members));
      members.remove(member);
      tampered.put("no " + kind + ' ' + member, with(parts, part, members));
    }
  }

  private static Map<String, Object> parse(String part) {
    try {
      return JSONObjectUtils.parse(new String(Base64.getUrlDecoder().decode(part), UTF_8));
    } catch (ParseException noJson) {
      throw new IllegalArgumentException("not JSON", noJson);
    }
  }

  private static String with(String[] parts, int part, Map<String, Object> members) {
    return with(parts, part, JSONObjectUtils.toJSONString(members).getBytes(UTF_8));
  }

  private static String with(String[] parts, int part, byte[] bytes) {
    String[] changed = parts.clone();
    changed[part] = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return String.join(".", changed);
  }
}
