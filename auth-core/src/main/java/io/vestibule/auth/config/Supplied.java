package io.vestibule.auth.config;

import io.vestibule.auth.RefusalHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a host supplies in Java beside a configuration: users of its own, its own store or audit, a {@link
 * RefusalHandler}, ways of signing in. Immutable.
 *
 * @param instances what stands in the place of what a file would make, by its type; whoever supplied it closes it
 * @param factories ways of signing in beside those on the class path
 */
public record Supplied(Map<Class<?>, Object> instances, List<AuthenticatorFactory> factories) {

  /** Copies both. */
  public Supplied {
    instances = Map.copyOf(instances);
    factories = List.copyOf(factories);
  }

  /** Nothing. */
  public static Supplied nothing() {
    return new Supplied(Map.of(), List.of());
  }

  /** The same, and this instance for everybody who asks for its type. */
  public <T> Supplied with(Class<T> type, T instance) {
    Map<Class<?>, Object> more = new LinkedHashMap<>(instances);
    more.put(type, instance);
    return new Supplied(more, factories);
  }

  /** The same, and this way of signing in. */
  public Supplied with(AuthenticatorFactory factory) {
    return new Supplied(
        instances, Stream.concat(factories.stream(), Stream.of(factory)).toList());
  }

  <T> Optional<T> find(Class<T> type) {
    return Optional.ofNullable(instances.get(type)).map(type::cast);
  }
}
