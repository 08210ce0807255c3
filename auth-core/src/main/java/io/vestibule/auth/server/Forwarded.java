package io.vestibule.auth.server;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The field {@code Forwarded} (RFC 7239). It knows no prefix. */
record Forwarded(List<String> elements) implements Hops {
  private static final Pattern PAIR = Pattern.compile(
      "([A-Za-z]{1,16})=(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)|\"([^\"\\\\\\p{Cntrl}]*)\")");

  static Hops of(List<String> lines) {
    return new Forwarded(FromRight.values(lines));
  }

  @Override
  public Optional<String> node(int depth) {
    return parameter(depth, "for");
  }

  @Override
  public Optional<String> scheme(int depth) {
    return parameter(depth, "proto").flatMap(Hops::scheme);
  }

  @Override
  public Optional<Authority> host(int depth) {
    return parameter(depth, "host").flatMap(Authority::parse);
  }

  @Override
  public int port(int depth) {
    return 0;
  }

  @Override
  public Optional<String> prefix(int depth) {
    return Optional.empty();
  }

  private Optional<String> parameter(int depth, String name) {
    return depth < elements.size()
        ? Optional.ofNullable(pairs(elements.get(depth)).get(name))
        : Optional.empty();
  }

  /** RFC 7239, 4: no parameter comes twice. An element that breaks a rule says nothing. */
  private static Map<String, String> pairs(String element) {
    Map<String, String> pairs = new HashMap<>();
    for (String part : FromRight.parts(element)) {
      Matcher pair = PAIR.matcher(part);
      if (!pair.matches()
          || pairs.put(pair.group(1).toLowerCase(Locale.ROOT), value(pair)) != null) {
        return Map.of();
      }
    }
    return pairs;
  }

  private static String value(Matcher pair) {
    return pair.group(2) == null ? pair.group(3) : pair.group(2);
  }
}
