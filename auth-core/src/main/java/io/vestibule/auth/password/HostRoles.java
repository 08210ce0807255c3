package io.vestibule.auth.password;

import java.util.Set;

/**
 * What somebody is, where the host itself knows: one answer for every way of signing in, besides what a file, a token
 * or a provider says. A lambda will do. Thread-safe.
 */
@FunctionalInterface
public interface HostRoles {

  /**
   * The roles of whoever has this name; asked at each request, or every two seconds where the user is looked up no more
   * often: in a store, behind a proxy.
   *
   * @param subject as the application sees it, with the prefix that a token's issuer has
   * @param groups what a token, a provider or a proxy reports; empty for everybody else
   * @throws io.vestibule.auth.AuthUnavailableException when whoever could tell is down
   */
  Set<String> of(String subject, Set<String> groups);
}
