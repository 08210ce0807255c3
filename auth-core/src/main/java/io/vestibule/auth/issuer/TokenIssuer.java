package io.vestibule.auth.issuer;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Body;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Reason;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.session.SignInProofs;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Hands out tokens, as long as the sign-in behind them stands. Thread-safe. */
final class TokenIssuer {
  static final String ENDED = "the sign-in has ended";

  private final BrowserSignIn signIn;
  private final AccessTokens accessTokens;
  private final RefreshTokens refreshTokens;
  private final Scopes scopes;
  private final Audit audit;
  private final InstantSource clock;

  TokenIssuer(
      BrowserSignIn signIn,
      AccessTokens accessTokens,
      RefreshTokens refreshTokens,
      Scopes scopes,
      Audit audit,
      InstantSource clock) {
    this.signIn = signIn;
    this.accessTokens = accessTokens;
    this.refreshTokens = refreshTokens;
    this.scopes = scopes;
    this.audit = audit;
    this.clock = clock;
  }

  /** The first tokens of a sign-in. */
  AuthResponse begin(AuthRequest request, SignInProofs.Proof proof, Grant grant) {
    AuthResponse answer = answer(grant, proof.identity(), refreshTokens.begin(grant));
    tell(request, AuditType.LOGIN, Outcome.SUCCESS, grant);
    return answer;
  }

  /**
   * Who stands behind a grant; empty where its user may not sign in any more, or has another password. Whatever tokens
   * need is at hand then.
   */
  Optional<Identity> standing(Grant grant) {
    accessTokens.prepare();
    return signIn.proofs().vouch(grant.proof());
  }

  /**
   * Whose sign-in is behind the refresh token in the field {@code Refresh-Token}, if it stands. No token is given for
   * it here: it would not be replaced, and whoever stole it would never be found out.
   */
  AuthResult standing(AuthRequest request) {
    List<String> shown = request.headers("Refresh-Token");
    if (shown.isEmpty()) {
      return AuthResult.notAttempted();
    }
    return Optional.of(shown.get(0))
        .filter(any -> shown.size() == 1)
        .flatMap(RefreshToken::parse)
        .flatMap(refreshTokens::look)
        .flatMap(grant -> signIn
            .proofs()
            .vouch(grant.proof())
            .map(who -> AuthResult.authenticated(who.withScopes(scopes.among(grant.scopes())))))
        .orElseGet(() -> AuthResult.rejected(Reason.INVALID, ENDED));
  }

  /** The tokens of a grant, for whoever has just been found to stand behind it; a scope that is offered no more is none. */
  AuthResponse answer(Grant granted, Identity identity, RefreshToken refreshToken) {
    Grant grant = granted.withScopes(scopes.among(granted.scopes()));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("access_token", accessTokens.make(grant, identity, refreshToken.family()));
    members.put("token_type", "Bearer");
    members.put("expires_in", accessTokens.life().toSeconds());
    members.put("refresh_token", refreshToken.reveal());
    members.put("scope", Grant.joined(grant.scopes()));
    members.put("username", identity.subject());
    members.put("roles", List.copyOf(new TreeSet<>(identity.roles())));
    return new AuthResponse(200, Headers.NO_STORE, new Body.Json(members));
  }

  /** Somebody has proved a password, and gets a code for it. */
  void tellSignedIn(AuthRequest request, Grant grant) {
    tell(request, AuditType.LOGIN, Outcome.SUCCESS, grant);
  }

  /** A code was exchanged for the first tokens of a sign-in. */
  void tellMade(AuthRequest request, Grant grant) {
    tell(request, AuditType.TOKEN_CREATED, Outcome.SUCCESS, grant);
  }

  /** A code or a refresh token is unknown or over, or was not given for this. */
  void tellRefused(AuthRequest request, String why) {
    audit.record(AuditEvent.of(clock.instant(), AuditType.TOKEN_REFUSED, Outcome.DENIED, request)
        .withReason("invalid-grant")
        .with("via", "issuer")
        .with("why", why));
  }

  /** Something that works once was shown again; what it gave has ended. */
  void tellReplay(AuthRequest request, Grant grant) {
    tell(request, AuditType.REPLAY, Outcome.DENIED, grant);
  }

  /** Somebody gave the tokens back. */
  void tellLeft(AuthRequest request, Grant grant) {
    tell(request, AuditType.LOGOUT, Outcome.SUCCESS, grant);
  }

  /** A program is signed out because its user has signed too many in. */
  static void tellCrowdedOut(Audit audit, Instant now, Grant grant) {
    audit.record(of(
        AuditEvent.of(now, AuditType.SESSION_ENDED, Outcome.SUCCESS).withReason("too-many"),
        grant));
  }

  private void tell(AuthRequest request, AuditType type, Outcome outcome, Grant grant) {
    audit.record(of(AuditEvent.of(clock.instant(), type, outcome, request), grant));
  }

  private static AuditEvent of(AuditEvent what, Grant grant) {
    AuditEvent event = what.withSubject(grant.subject()).with("via", "issuer");
    return grant.client().isEmpty() ? event : event.with("client", grant.client());
  }
}
