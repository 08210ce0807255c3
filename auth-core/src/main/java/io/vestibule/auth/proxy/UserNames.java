package io.vestibule.auth.proxy;

import io.vestibule.auth.internal.FoldedName;
import java.util.Locale;
import java.util.Optional;

/**
 * Which name here a proxy's name stands for: itself, unless a domain is to be taken off or the case not to matter. With
 * a domain every name must have it, so that no two of them become one. Immutable.
 *
 * @param domain behind the {@code @}; {@code ""} for none
 * @param anyCase whether all spellings of a name in capital and small letters are that name in small ones
 */
record UserNames(String domain, boolean anyCase) {

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
    return domain.isEmpty() ? named(name.get()) : withoutDomain(name.get());
  }

  private Named withoutDomain(String name) {
    String end = "@" + domain;
    String lower = name.toLowerCase(Locale.ROOT);
    boolean ours = lower.endsWith(end) && name.indexOf('@') == name.length() - end.length();
    return ours && name.length() > end.length()
        ? named(name.substring(0, name.length() - end.length()))
        : Named.refused("the name does not end with " + end);
  }

  private Named named(String name) {
    return new Named(anyCase ? FoldedName.of(name) : name, Optional.empty());
  }

  /** Whether this is how a user here is spelt whom the proxy calls so. */
  boolean fits(String user, String name) {
    return user.equals(name) || (anyCase && FoldedName.of(user).equals(name));
  }
}
