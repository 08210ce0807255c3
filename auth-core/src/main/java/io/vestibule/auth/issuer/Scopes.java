package io.vestibule.auth.issuer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The scopes that clients may ask for. Immutable. */
record Scopes(Set<String> offered) {

  Scopes(List<String> offered) {
    this(Set.copyOf(offered));
  }

  /** What is asked for between blanks; all where nothing is. Empty where one of them is not offered. */
  Optional<Set<String>> granted(String asked) {
    Set<String> wanted = Grant.split(asked);
    if (wanted.isEmpty()) {
      return Optional.of(offered);
    }
    return offered.containsAll(wanted) ? Optional.of(wanted) : Optional.empty();
  }

  /** Those of them that are offered still. */
  Set<String> among(Set<String> granted) {
    return granted.stream().filter(offered::contains).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a text can be a scope (RFC 6749, 3.3). */
  static boolean isScope(String text) {
    return !text.isEmpty()
        && text.length() <= 100
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
  }
}
