package io.vestibule.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The fields of a form, or the members of a JSON object. Immutable. */
public record Form(Map<String, List<String>> fields) {
  private static final Form EMPTY = new Form(Map.of());

  /** Copies the fields. */
  public Form {
    fields = fields.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(
            Map.Entry::getKey, field -> List.copyOf(field.getValue())));
  }

  /** No fields. */
  public static Form empty() {
    return EMPTY;
  }

  /** The value of a field; empty when it is missing, and when it comes more than once. */
  public Optional<String> value(String name) {
    List<String> values = fields.getOrDefault(name, List.of());
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /** All values of a field, in order; empty when it is missing. */
  public List<String> values(String name) {
    return fields.getOrDefault(name, List.of());
  }
}
