package io.vestibule.auth;

import io.vestibule.auth.internal.Characters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Response header fields in order; a name may come more than once. Immutable.
 *
 * <p>A value with a control character cannot be made: nobody splits a response here (RFC 9110, 5.5).
 */
public record Headers(List<Field> fields) {
  /** Nobody keeps a copy of the answer (RFC 9111, 5.2.2.5). */
  public static final Headers NO_STORE = of("Cache-Control", "no-store");

  private static final Headers NONE = new Headers(List.of());
  private static final Set<String> SECRET =
      Set.of("set-cookie", "cookie", "authorization", "proxy-authorization", "x-api-key");

  /** One field. */
  public record Field(String name, String value) {
    private static final Characters NAME = Characters.VISIBLE.without(":");
    private static final Characters VALUE =
        Characters.of(c -> (c >= ' ' || c == '\t') && c != 0x7f);

    /** Refuses what would end the field. */
    public Field {
      if (name.isEmpty() || !NAME.containAll(name)) {
        throw new IllegalArgumentException("not a header name");
      }
      if (!VALUE.containAll(value)) {
        throw new IllegalArgumentException("control character in the value of " + name);
      }
    }

    /** Never shows a cookie or credentials, nor the query of an address, where codes stand. */
    @Override
    public String toString() {
      return name + ": " + (SECRET.contains(name.toLowerCase(Locale.ROOT)) ? "***" : shown());
    }

    private String shown() {
      int query = name.equalsIgnoreCase("Location") ? value.indexOf('?') : -1;
      return query < 0 ? value : value.substring(0, query) + "?***";
    }
  }

  /** Copies the fields. */
  public Headers {
    fields = List.copyOf(fields);
  }

  /** No fields. */
  public static Headers none() {
    return NONE;
  }

  /** One field. */
  public static Headers of(String name, String value) {
    return new Headers(List.of(new Field(name, value)));
  }

  /** These fields and one more. */
  public Headers and(String name, String value) {
    return and(Headers.of(name, value));
  }

  /** These fields and those. */
  public Headers and(Headers more) {
    if (fields.isEmpty() || more.fields.isEmpty()) {
      return fields.isEmpty() ? more : this;
    }
    List<Field> all = new ArrayList<>(fields);
    all.addAll(more.fields);
    return new Headers(all);
  }

  /** These fields, and those of the others whose names are not among them. */
  public Headers orElse(Headers others) {
    return and(new Headers(
        others.fields.stream().filter(field -> first(field.name()).isEmpty()).toList()));
  }

  /** The first value of this name; names ignore case. */
  public Optional<String> first(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst();
  }

  /** All values of this name, in order. */
  public List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }
}
