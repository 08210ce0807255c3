package io.vestibule.auth.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.ParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads a JSON object in the one way that leaves no room for two readings: UTF-8 without byte order mark, no member
 * twice, nothing behind the end, no half surrogate pairs.
 */
public final class JsonText {

  private JsonText() {}

  /** The members; those that are null are left out. Empty for anything that is no such object. */
  static Optional<Map<String, Object>> object(byte[] bytes) {
    return text(bytes).flatMap(JsonText::object);
  }

  /** The members; those that are null are left out. Empty for anything that is no such object. */
  public static Optional<Map<String, Object>> object(String text) {
    if (text.isEmpty() || !opens(text.charAt(0))) {
      return Optional.empty();
    }
    try {
      Map<String, Object> members = JSONObjectUtils.parse(text);
      members.values().removeIf(Objects::isNull);
      return mayHoldHalves(text) && !whole(members) ? Optional.empty() : Optional.of(members);
    } catch (ParseException | RuntimeException | StackOverflowError unreadable) {
      return Optional.empty();
    }
  }

  /** RFC 8259, 8.1: a byte order mark is none of them. */
  private static boolean opens(char first) {
    return first == '{' || first == ' ' || first == '\t' || first == '\r' || first == '\n';
  }

  private static Optional<String> text(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return utf8(bytes);
      }
    }
    return Optional.of(new String(bytes, ISO_8859_1));
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  /** UTF-8 itself has no half pairs; only an escape can make one. */
  private static boolean mayHoldHalves(String text) {
    return text.indexOf('\\') >= 0;
  }

  private static boolean whole(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .allMatch(member ->
              whole(member.getKey()) && (member.getValue() == null || whole(member.getValue())));
    }
    if (value instanceof Iterable<?> list) {
      for (Object element : list) {
        if (element != null && !whole(element)) {
          return false;
        }
      }
      return true;
    }
    return !(value instanceof String text) || UTF_8.newEncoder().canEncode(text);
  }
}
