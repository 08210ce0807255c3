package io.vestibule.auth.token;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of an API token: everything but the token. Immutable.
 *
 * @param digest the SHA-256 of the token, in hexadecimal
 * @param owner whose it is
 * @param name what its owner calls it
 * @param scopes what it is good for; empty for all that its owner may
 * @param created when it was made
 * @param expires when it ends; {@link Instant#MAX} for never
 * @param lastUsed when it was used, to the minute; {@link Instant#EPOCH} for never
 * @param lastAddress from where it was used; empty for never
 * @param ending the last characters of the token
 */
record ApiToken(
    String digest,
    Owner owner,
    String name,
    Set<String> scopes,
    Instant created,
    Instant expires,
    Instant lastUsed,
    String lastAddress,
    String ending) {
  private static final int ID = 16;

  ApiToken {
    scopes = Set.copyOf(scopes);
  }

  /** By what it is listed and revoked. */
  String id() {
    return digest.substring(0, ID);
  }

  Optional<Instant> end() {
    return expires.equals(Instant.MAX) ? Optional.empty() : Optional.of(expires);
  }

  Optional<Instant> used() {
    return lastUsed.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(lastUsed);
  }

  boolean isOver(Instant now) {
    return !now.isBefore(expires);
  }

  ApiToken usedAt(Instant now, String address) {
    return new ApiToken(digest, owner, name, scopes, created, expires, now, address, ending);
  }
}
