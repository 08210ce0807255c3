package io.vestibule.auth.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A section whose values fit their types.
 *
 * @param place where it begins, or who asks for it
 * @param values by key, in the order of the file; without the defaults
 * @param sound whether nothing in it was refused
 */
record CheckedSection(Section schema, Place place, Map<String, Value> values, boolean sound) {

  /** Keeps the order. */
  CheckedSection {
    values = new LinkedHashMap<>(values);
  }

  static CheckedSection empty(Section schema, Place place) {
    return new CheckedSection(schema, place, Map.of(), true);
  }

  Optional<Value> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Where a fault of this key is shown. */
  Place place(String key) {
    return find(key).map(Value::place).orElse(place);
  }
}
