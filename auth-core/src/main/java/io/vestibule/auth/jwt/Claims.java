package io.vestibule.auth.jwt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads claims by their type; what has another type is not there. */
final class Claims {
  private static final double YEAR_9999 = 253_402_300_799.0;

  private Claims() {}

  /** RFC 7519, 2: seconds since 1970, perhaps with a fraction; nothing before that or after the year 9999. */
  static Optional<Instant> instant(Object value) {
    if (!(value instanceof Number number)) {
      return Optional.empty();
    }
    double seconds = number.doubleValue();
    return seconds >= 0 && seconds <= YEAR_9999
        ? Optional.of(Instant.ofEpochMilli((long) (seconds * 1000)))
        : Optional.empty();
  }

  /** A text or a list of texts; empty for anything else, a list with something else in it included. */
  static List<String> texts(Object value) {
    if (value instanceof String text) {
      return List.of(text);
    }
    if (!(value instanceof List<?> list)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(list.size());
    for (Object element : list) {
      if (!(element instanceof String text)) {
        return List.of();
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  /** What stands at {@code realm_access.roles}: a member named so as a whole comes before a member of a member. */
  static Optional<Object> at(Map<String, Object> claims, String path) {
    Object whole = claims.get(path);
    if (whole != null) {
      return Optional.of(whole);
    }
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      Optional<Object> found = inside(claims.get(path.substring(0, dot)), path.substring(dot + 1));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** A copy in which nothing can be changed, however deep, and in which nothing is null. */
  static Map<String, Object> frozen(Map<?, ?> members) {
    Map<String, Object> copy = new HashMap<>(2 * members.size());
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (member.getValue() != null) {
        copy.put(String.valueOf(member.getKey()), frozen(member.getValue()));
      }
    }
    return Collections.unmodifiableMap(copy);
  }

  private static Object frozen(Object value) {
    if (value instanceof Map<?, ?> map) {
      return frozen(map);
    }
    return value instanceof List<?> list ? frozen(list) : value;
  }

  private static List<Object> frozen(List<?> elements) {
    List<Object> copy = new ArrayList<>(elements.size());
    for (Object element : elements) {
      if (element != null) {
        copy.add(frozen(element));
      }
    }
    return Collections.unmodifiableList(copy);
  }

  private static Optional<Object> inside(@Nullable Object member, String rest) {
    return member instanceof Map<?, ?> map ? at(frozen(map), rest) : Optional.empty();
  }
}
