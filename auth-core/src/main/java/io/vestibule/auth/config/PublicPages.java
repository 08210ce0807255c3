package io.vestibule.auth.config;

import io.vestibule.auth.Requirement;
import io.vestibule.auth.Rules;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pages of the application to which strangers are sent: whoever had to sign in to see one would go round in
 * circles. Thread-safe; complete once the file was read.
 */
public final class PublicPages {
  private final Map<String, Runnable> pages = new ConcurrentHashMap<>();

  private PublicPages() {}

  /** Those of this file. */
  public static PublicPages of(Settings settings) {
    return settings.shared(PublicPages.class, PublicPages::new);
  }

  /** Adds a page by its path within the application, and what reports that the rules close it. */
  public void add(String path, Runnable closed) {
    pages.put(path, closed);
  }

  void check(Rules rules) {
    pages.forEach((path, closed) -> {
      Requirement requirement = rules.match("GET", path);
      if (!requirement.equals(Requirement.OPEN) && !requirement.equals(Requirement.LENIENT)) {
        closed.run();
      }
    });
  }
}
