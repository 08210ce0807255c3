package io.vestibule.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The fields of a form, the members of a JSON object, or the parameters of a query. Immutable. */
public record Form(Map<String, List<String>> fields) {
  private static final int MOST = 100;
  private static final Form EMPTY = new Form(Map.of());

  /** Copies the fields. */
  public Form {
    fields = fields.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(
            Map.Entry::getKey, field -> List.copyOf(field.getValue())));
  }

  /**
   * The parameters of a query, the names without a value included; empty where it cannot be decoded, and where it has
   * more than a hundred.
   */
  public static Optional<Form> ofQuery(String query) {
    String[] pairs = query.split("&", MOST + 1);
    if (pairs.length > MOST) {
      return Optional.empty();
    }
    Map<String, List<String>> fields = new HashMap<>();
    try {
      for (String pair : pairs) {
        String[] halves = pair.split("=", 2);
        String value = halves.length == 2 ? URLDecoder.decode(halves[1], UTF_8) : "";
        fields
            .computeIfAbsent(URLDecoder.decode(halves[0], UTF_8), missing -> new ArrayList<>())
            .add(value);
      }
    } catch (IllegalArgumentException badEscape) {
      return Optional.empty();
    }
    fields.remove("");
    return Optional.of(new Form(fields));
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

  /** Names what was sent, and shows none of it: passwords and codes come this way. */
  @Override
  public String toString() {
    return "Form" + fields.keySet();
  }
}
