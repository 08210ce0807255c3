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
    String series) {

  Session {
    methods = Set.copyOf(methods);
  }

  Session seen(Instant now) {
    return new Session(
        id,
        username,
        credential,
        methods,
        authenticatedAt,
        created,
        now,
        expires,
        device,
        address,
        series);
  }

  boolean remembered() {
    return !series.isEmpty();
  }
}
