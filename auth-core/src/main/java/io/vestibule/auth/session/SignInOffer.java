package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Identity;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** A party with which people may sign in, beside or instead of a password: a button on the login page. Thread-safe. */
public interface SignInOffer {

  /** The name of its authenticator, as {@code type} and {@code via:} know it. */
  String name();

  /** What the button says after "Continue with", such as {@code GitHub}. */
  String label();

  /** The image on the button: a path of the application or a {@code data:} URL; empty for none. */
  String icon();

  /**
   * Where the browser goes to sign in, within the application.
   *
   * @param returnTo a page of ours to come back to, already judged; empty for the first page
   */
  URI start(AuthRequest request, String returnTo);

  /**
   * What a guest of a session may be now: asked again after a restart, with what the session remembers. Empty when this
   * guest may not sign in any more, which ends the session.
   *
   * @param roles what the local user has anyway to whom the guest is linked; empty for a guest without an account here
   */
  Optional<Identity> vouch(Guest guest, Set<String> roles);

  /** Whether the party could not be asked lately; nobody is asked here. */
  default boolean isDegraded() {
    return false;
  }

  /** Where the browser goes to sign out at the party too; empty where that is not possible. */
  default Optional<URI> rpInitiatedLogout(AuthRequest request, GuestSessions.Visit visit) {
    return Optional.empty();
  }

  /** A session has ended: what was kept beside it may go. */
  default void ended(GuestSessions.Visit visit) {}
}
