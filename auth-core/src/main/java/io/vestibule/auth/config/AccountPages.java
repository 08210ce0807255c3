package io.vestibule.auth.config;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The pages of a user's account that a file makes: what the menu above each of them links to. Thread-safe; complete
 * once the file was read.
 */
public final class AccountPages {
  private static final List<String> ORDER =
      List.of("profile", "password", "two-factor", "passkeys", "sessions", "tokens", "users");

  private static final String BY_PASSWORD = "session";
  private static final String BY_PROVIDER = "oauth";

  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final Set<String> ofPasswords = ConcurrentHashMap.newKeySet();
  private final Map<String, String> ofRoles = new ConcurrentHashMap<>();

  private AccountPages() {}

  /** Those of this file. */
  public static AccountPages of(Settings settings) {
    return settings.shared(AccountPages.class, AccountPages::new);
  }

  /** Adds a page by its name, which is the last segment of its path. */
  public void add(String name) {
    names.add(name);
  }

  /** Adds a page for those only who signed in on the login page with a password. */
  public void addForPasswords(String name) {
    ofPasswords.add(name);
  }

  /** Adds a page for those only who have this role, and sit at a browser. */
  public void addForRole(String name, String role) {
    ofRoles.put(name, role);
  }

  /**
   * The names of those for somebody, in the order of the menu.
   *
   * @param way the way of signing in that says who it is, as {@code type} names it; {@code ""} for a session that began
   *     with a password
   * @param roles that they have
   */
  public List<String> names(String way, Set<String> roles) {
    boolean all = way.isEmpty() || way.equals(BY_PASSWORD);
    boolean browser = all || way.equals(BY_PROVIDER) || way.startsWith(BY_PROVIDER + ".");
    Stream<String> theirs = ofRoles.entrySet().stream()
        .filter(page -> browser && roles.contains(page.getValue()))
        .map(Map.Entry::getKey);
    return Stream.of(names.stream(), all ? ofPasswords.stream() : Stream.<String>empty(), theirs)
        .flatMap(every -> every)
        .sorted(Comparator.<String>comparingInt(ORDER::indexOf).thenComparing(name -> name))
        .toList();
  }
}
