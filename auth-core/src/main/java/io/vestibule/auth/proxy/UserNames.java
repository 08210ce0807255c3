package io.vestibule.auth.proxy;

import java.util.Locale;
import java.util.Optional;

/**
 * Which name here a proxy's name stands for: itself, unless a domain is to be taken off. Then every name must have that
 * domain, so that no two of them become one. Immutable.
 *
 * @param domain behind the {@code @}; {@code ""} for none
 */
record UserNames(String domain) {

  /** The name, or why there is none. */
  record Named(String name, Optional<String> refusal) {
    static Named refused(String why) {
      return new Named("", Optional.of(why));
    }
  }

  Named of(String said) {
    Optional<String> name = SaidText.name(said);
    if (name.isEmpty()) {
      return Named.refused("the field holds no name");
    }
    return domain.isEmpty() ? new Named(name.get(), Optional.empty()) : withoutDomain(name.get());
  }

  private Named withoutDomain(String name) {
    String end = "@" + domain;
    String lower = name.toLowerCase(Locale.ROOT);
    boolean ours = lower.endsWith(end) && name.indexOf('@') == name.length() - end.length();
    return ours && name.length() > end.length()
        ? new Named(name.substring(0, name.length() - end.length()), Optional.empty())
        : Named.refused("the name does not end with " + end);
  }
}
