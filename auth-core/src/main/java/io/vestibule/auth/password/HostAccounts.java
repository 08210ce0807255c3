package io.vestibule.auth.password;

import java.util.Optional;

/**
 * Users of the host's own who can be looked up, as in a table of its database: whoever is deleted or disabled, or has
 * another password, is signed out everywhere, and has the roles of now. Thread-safe.
 */
public interface HostAccounts extends HostUsers {

  /**
   * Whoever has this name now; empty for nobody. What it says is believed for two seconds, save where a password is
   * shown. It is asked before {@link #verify}, so a password that changes in between ends the session that begins.
   *
   * @param username in NFC; never blank
   * @throws io.vestibule.auth.AuthUnavailableException when it cannot be told now
   */
  Optional<HostUser> find(String username);
}
