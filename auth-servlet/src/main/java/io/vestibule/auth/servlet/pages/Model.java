package io.vestibule.auth.servlet.pages;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a page shows, read by name and type. What is missing, or of another type, is empty. */
final class Model {
  private final Map<?, ?> values;

  Model(Map<?, ?> values) {
    this.values = values;
  }

  /** A text; empty when it is missing or blank. */
  Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key))
        .map(Object::toString)
        .filter(text -> !text.isBlank());
  }

  String text(String key) {
    return find(key).orElse("");
  }

  boolean flag(String key) {
    return Boolean.TRUE.equals(values.get(key));
  }

  OptionalLong number(String key) {
    return values.get(key) instanceof Number number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  List<String> texts(String key) {
    return values.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  List<Model> rows(String key) {
    return values.get(key) instanceof List<?> list
        ? list.stream()
            .filter(Map.class::isInstance)
            .map(row -> new Model((Map<?, ?>) row))
            .toList()
        : List.of();
  }

  /** A time in ISO 8601. */
  Optional<Instant> instant(String key) {
    try {
      return find(key).map(Instant::parse);
    } catch (DateTimeParseException malformed) {
      return Optional.empty();
    }
  }
}
