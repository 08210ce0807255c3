package io.vestibule.auth;

import java.util.Optional;

/**
 * A request that was refused, as its {@link DenialListener} is told. Immutable; it names no secret. That nobody has
 * signed in yet is no denial.
 *
 * @param kind what was wrong with it
 * @param reason why its credentials were refused; empty unless they were
 * @param via the authenticator that refused or knew the client; empty where none did
 * @param subject whoever is signed in; empty where nobody is
 * @param audited whether the audit has heard of it from whoever checked the credentials
 * @param detail what was wrong, for the log; it may quote the client, so it must be escaped there
 */
public record Denial(
    AuthRequest request,
    Kind kind,
    Optional<Reason> reason,
    String via,
    String subject,
    boolean audited,
    String detail) {

  /** What was wrong. */
  public enum Kind {
    /** The credentials. */
    CREDENTIALS,
    /** Whoever is signed in lacks a role, a scope or the like, and no proof would help. */
    RIGHTS,
    /** Whoever is signed in must prove more first. */
    MORE_PROOF,
    /** The rule lets nobody in. */
    CLOSED,
    /** The target could be read as more than one path. */
    TARGET,
    /** Header fields say who the user is, and whoever sent them is not believed. */
    IDENTITY_FIELDS
  }

  static Denial of(AuthRequest request, String via, AuthResult.Rejected rejected) {
    return new Denial(
        request,
        Kind.CREDENTIALS,
        Optional.of(rejected.reason()),
        via,
        "",
        rejected.audited(),
        rejected.detail());
  }

  static Denial of(AuthRequest request, Kind kind, String via, Identity identity) {
    return new Denial(request, kind, Optional.empty(), via, identity.subject(), false, "");
  }

  static Denial of(AuthRequest request, Kind kind, String detail) {
    return new Denial(request, kind, Optional.empty(), "", "", false, detail);
  }
}
