package io.vestibule.auth.session;

import java.time.Instant;
import java.util.Set;

/**
 * One sign-in on one device. Immutable.
 *
 * @param id the digest of its token
 * @param username whose it is
 * @param credential what the user's password was, as a fingerprint: another password ends the session
 * @param methods by what it was proved (RFC 8176)
 * @param authenticatedAt when it was proved
 * @param created when it began
 * @param lastSeen when it was last used, to the minute
 * @param expires when it ends at the latest
 * @param device a few words such as {@code Firefox on Linux}
 * @param address from where it began
 * @param series of the "stay signed in" that it belongs to; empty for none
 * @param guest whom another party vouched for; nobody where it began with a password
 */
record Session(
    String id,
    String username,
    String credential,
    Set<String> methods,
    Instant authenticatedAt,
    Instant created,
    Instant lastSeen,
    Instant expires,
    String device,
    String address,
    String series,
    Guest guest) {

  Session {
    methods = Set.copyOf(methods);
  }

  Session seen(Instant now) {
    return with(now, guest);
  }

  /** The same session, with what the party has said since. */
  Session with(Guest revised) {
    return with(lastSeen, revised);
  }

  private Session with(Instant seen, Guest known) {
    return new Session(
        id,
        username,
        credential,
        methods,
        authenticatedAt,
        created,
        seen,
        expires,
        device,
        address,
        series,
        known);
  }

  /** Whether it is a guest's who has no account here. */
  boolean isUnlinked() {
    return !guest.isNobody() && credential.isEmpty();
  }

  /**
   * Whether it is of the same person as that one, which holds: names are given anew, to a guest after a local user or the
   * other way round, and what is left of the one before is not for the next to see.
   */
  boolean isOfOwner(Session standing) {
    return standing.isUnlinked()
        ? isUnlinked()
            && guest.issuer().equals(standing.guest.issuer())
            && guest.id().equals(standing.guest.id())
        : credential.equals(standing.credential);
  }

  /** Whether no use of it was written down yet. */
  boolean isNew() {
    return lastSeen.equals(created);
  }

  boolean remembered() {
    return !series.isEmpty();
  }
}
