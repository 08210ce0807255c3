package io.vestibule.auth.oauth;

import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.jwt.VerifiedJwt;
import io.vestibule.auth.session.BrowserSignIn;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one provider whether somebody may stay (OpenID Connect Core 12): what it tells now decides about groups and
 * roles, and whoever it refuses is signed out on every node. Thread-safe.
 */
final class Renewal {
  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

  private final Client client;
  private final TokenEndpoint tokens;
  private final Optional<IdTokenCheck> idTokens;
  private final Profiles profiles;
  private final AccountLinking accountLinking;
  private final ProviderTokens providerTokens;
  private final BrowserSignIn signIn;
  private final Audit audit;
  private final InstantSource clock;

  Renewal(
      Client client,
      TokenEndpoint tokens,
      Optional<IdTokenCheck> idTokens,
      Profiles profiles,
      AccountLinking accountLinking,
      ProviderTokens providerTokens,
      BrowserSignIn signIn,
      Audit audit,
      InstantSource clock) {
    this.client = client;
    this.tokens = tokens;
    this.idTokens = idTokens;
    this.profiles = profiles;
    this.accountLinking = accountLinking;
    this.providerTokens = providerTokens;
    this.signIn = signIn;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The new tokens; empty where the session is over, or is over now.
   *
   * @throws io.vestibule.auth.AuthUnavailableException when the provider is down: then the session goes on
   * @throws SignInRefusedException when its answer cannot be used, which says nothing of the person: then, too
   */
  Optional<Tokens> renew(Renewals.Stay stay) {
    Optional<ProviderTokens.Kept> kept = providerTokens.find(stay.session());
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try {
      Tokens handed = tokens.refresh(kept.get().refreshToken());
      Tokens whole = handed.or(kept.get().refreshToken(), kept.get().idToken());
      providerTokens.replace(stay.session(), whole);
      return revised(stay, handed) ? Optional.of(whole) : Optional.empty();
    } catch (SignInRefusedException refused) {
      if (!refused.isOver()) {
        throw refused;
      }
      end(stay, refused);
      return Optional.empty();
    }
  }

  /** False when the session is over. */
  private boolean revised(Renewals.Stay stay, Tokens handed) {
    Optional<Person> person = person(stay, handed);
    if (person.isEmpty()) {
      return true;
    }
    AccountLinking.Member member =
        accountLinking.admit(person.get(), stay.methods(), stay.authenticatedAt(), stay.sid());
    boolean lives = signIn.guests().revise(stay.session(), member.guest());
    if (!lives) {
      providerTokens.forget(stay.session());
    }
    return lives;
  }

  /** Who it is now; empty where neither an ID token nor an address says so, as both may be missing (Core 12.2). */
  private Optional<Person> person(Renewals.Stay stay, Tokens handed) {
    if (idTokens.isPresent() && !handed.idToken().reveal().isEmpty()) {
      VerifiedJwt token = idTokens.get().checkRefreshed(handed, stay.issuer(), stay.id());
      return Optional.of(profiles.of(token, handed.accessToken()));
    }
    Optional<Person> person = profiles.of(handed.accessToken(), stay.issuer());
    if (person.filter(known -> !known.id().equals(stay.id())).isPresent()) {
      throw SignInRefusedException.over("oauth-profile", "the profile is about another subject");
    }
    return person;
  }

  private void end(Renewals.Stay stay, SignInRefusedException refused) {
    providerTokens.forget(stay.session());
    signIn.guests().strike(stay.issuer(), stay.id());
    Optional<String> owner = signIn.guests().end(stay.session());
    if (owner.isPresent()) {
      LOG.info(
          "a session of {} at {} ends, for it is not renewed: {}: {}",
          Printable.of(owner.get()),
          client.name(),
          refused.reason(),
          Printable.of(refused.detail()));
      Instant now = clock.instant();
      audit.record(AuditEvent.of(now, AuditType.SESSION_ENDED, AuditEvent.Outcome.DENIED)
          .withReason("oauth-refresh")
          .withSubject(owner.get())
          .with("provider", client.name()));
    }
  }
}
