package io.vestibule.auth.password;

import io.vestibule.auth.Secret;
import java.util.Set;

/**
 * Users of the host's own, in place of those of a file. A lambda will do; but nobody can ask it whether a user is still
 * there, so sessions that begin by it end by time only. {@link HostAccounts} can be asked. Thread-safe.
 */
@FunctionalInterface
public interface HostUsers {

  /**
   * Whether this is the password of this user. Guessing is limited before it is asked. It is asked about names that
   * nobody has too, and should take as long for those: {@link PasswordHash#nobodys()} does.
   *
   * @param username in NFC; never blank
   * @param password never empty
   * @throws io.vestibule.auth.AuthUnavailableException when whoever could tell is down
   */
  boolean verify(String username, Secret password);

  /** What the user is; asked at each request, so that a role that was taken away is gone at once. */
  default Set<String> roles(String username) {
    return Set.of();
  }
}
