package io.vestibule.auth.config;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pages of a user's account that a file makes: what the menu above each of them links to. Thread-safe; complete
 * once the file was read.
 */
public final class AccountPages {
  private static final List<String> ORDER =
      List.of("profile", "password", "two-factor", "passkeys", "sessions", "tokens");

  private final Set<String> names = ConcurrentHashMap.newKeySet();

  private AccountPages() {}

  /** Those of this file. */
  public static AccountPages of(Settings settings) {
    return settings.shared(AccountPages.class, AccountPages::new);
  }

  /** Adds a page by its name, which is the last segment of its path. */
  public void add(String name) {
    names.add(name);
  }

  /** Their names, in the order of the menu. */
  public List<String> names() {
    return names.stream()
        .sorted(Comparator.<String>comparingInt(ORDER::indexOf).thenComparing(name -> name))
        .toList();
  }
}
