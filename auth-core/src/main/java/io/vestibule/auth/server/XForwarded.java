package io.vestibule.auth.server;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The fields {@code X-Forwarded-For}, {@code -Proto}, {@code -Host}, {@code -Port} and {@code -Prefix}. */
record XForwarded(List<String> nodes, Function<String, List<String>> fields) implements Hops {

  static Hops of(Function<String, List<String>> fields) {
    return new XForwarded(FromRight.values(fields.apply("X-Forwarded-For")), fields);
  }

  @Override
  public Optional<String> node(int depth) {
    return depth < nodes.size() ? Optional.of(nodes.get(depth)) : Optional.empty();
  }

  @Override
  public Optional<String> scheme(int depth) {
    return value("X-Forwarded-Proto", depth).flatMap(Hops::scheme);
  }

  @Override
  public Optional<Authority> host(int depth) {
    return value("X-Forwarded-Host", depth).flatMap(Authority::parse);
  }

  @Override
  public int port(int depth) {
    return Math.max(0, value("X-Forwarded-Port", depth).map(Authority::port).orElse(0));
  }

  @Override
  public Optional<String> prefix(int depth) {
    return value("X-Forwarded-Prefix", depth).flatMap(PathPrefix::parse);
  }

  /** Some proxies replace these fields and others append: never further left than there are trusted ones. */
  private Optional<String> value(String name, int depth) {
    List<String> values = FromRight.values(fields.apply(name));
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(values.get(Math.min(depth, values.size() - 1)));
  }
}
