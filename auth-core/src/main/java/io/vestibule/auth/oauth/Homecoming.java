package io.vestibule.auth.oauth;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Body;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.jwt.VerifiedJwt;
import io.vestibule.auth.oauth.Refused.Page;
import io.vestibule.auth.session.Guest;
import io.vestibule.auth.session.Reception;
import io.vestibule.auth.session.Reception.Arrival;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Takes in whoever a provider sends back, in the order of OpenID Connect Core 3.1.2.7 and 3.1.3: cheap checks first,
 * then the network, and nothing is used before it was verified. Thread-safe.
 */
final class Homecoming {
  private static final Set<String> LATER = Set.of("server_error", "temporarily_unavailable");
  private static final int MOST_METHODS = 10;

  private final Client client;
  private final Party party;
  private final TokenEndpoint tokens;
  private final Optional<IdTokenCheck> idTokens;
  private final Profiles profiles;
  private final Membership membership;
  private final Attempts attempts;
  private final Vault vault;
  private final Renewals renewals;
  private final Reception reception;
  private final Turns turns;
  private final Audit audit;
  private final InstantSource clock;

  Homecoming(
      Client client,
      Party party,
      TokenEndpoint tokens,
      Optional<IdTokenCheck> idTokens,
      Profiles profiles,
      Membership membership,
      Attempts attempts,
      Vault vault,
      Renewals renewals,
      Reception reception,
      Turns turns,
      Audit audit,
      InstantSource clock) {
    this.client = client;
    this.party = party;
    this.tokens = tokens;
    this.idTokens = idTokens;
    this.profiles = profiles;
    this.membership = membership;
    this.attempts = attempts;
    this.vault = vault;
    this.renewals = renewals;
    this.reception = reception;
    this.turns = turns;
    this.audit = audit;
    this.clock = clock;
  }

  Client client() {
    return client;
  }

  /** Somebody whom the provider vouches for, and when they proved who they are. */
  private record Vouched(Person person, Set<String> methods, Instant at, String sid) {}

  AuthResponse finish(AuthRequest request, Answer answer, Attempt attempt) {
    checkError(answer);
    checkIssuer(answer);
    String code = answer.text("code").orElseThrow();
    Tokens handed = exchanged(request, code, attempt);
    Vouched vouched = vouched(handed, attempt, code);
    Membership.Member member =
        membership.admit(vouched.person(), vouched.methods(), vouched.at(), vouched.sid());
    Headers turn = turns.next(request);
    Arrival arrival = member.account() == null
        ? reception.admit(request, member.guest())
        : reception.admit(request, member.guest(), member.account());
    vault.keep(arrival.session(), handed, arrival.expires());
    renewals.plan(stay(arrival.session(), member.guest()), handed, arrival.expires());
    tell(request, member);
    Headers headers = arrival
        .headers()
        .and(turn)
        .and(attempts.forget(request, attempt.state()))
        .and("Cache-Control", "no-store")
        .and("Referrer-Policy", "no-referrer")
        .and("Location", reception.orHome(request, attempt.returnTo()));
    return new AuthResponse(303, headers, Body.none()).with(HostSession.RENEW);
  }

  /** A code is shown once: a provider that sees it twice may take back what it gave (RFC 6749, 4.1.2). */
  private Tokens exchanged(AuthRequest request, String code, Attempt attempt) {
    if (!attempts.use(attempt)) {
      throw Refused.because(Page.STALE, Attempts.REPLAYED, "this answer was used before");
    }
    try {
      return tokens.exchange(code, client.redirectUri(request), attempt.verifier());
    } catch (RuntimeException refused) {
      attempts.release(attempt);
      throw refused;
    }
  }

  private static Renewals.Stay stay(String session, Guest guest) {
    return new Renewals.Stay(
        session,
        guest.provider(),
        guest.issuer(),
        guest.id(),
        guest.methods(),
        guest.authenticatedAt(),
        guest.sid());
  }

  private static void checkError(Answer answer) {
    answer.text("error").ifPresent(error -> {
      throw Refused.because(
          LATER.contains(error) ? Page.UNAVAILABLE : Page.DECLINED,
          "oauth-declined",
          "the provider answers " + error + " "
              + answer.text("error_description").orElse(""));
    });
  }

  /** RFC 9207, 2.4: an answer that another provider gave is not exchanged with this one. */
  private void checkIssuer(Answer answer) {
    Optional<String> named = answer.text("iss");
    boolean right = named.isPresent()
        ? !client.namesIssuer() || Issuers.of(client).isOne(named.get())
        : !party.publishes("authorization_response_iss_parameter_supported");
    if (!right) {
      throw Refused.because(
          Page.FAILED, "oauth-issuer", "the answer is from " + named.orElse("nobody"));
    }
  }

  private Vouched vouched(Tokens handed, Attempt attempt, String code) {
    if (idTokens.isEmpty()) {
      Person person = profiles
          .of(handed.accessToken(), client.issuer())
          .orElseThrow(() -> Refused.because(
              Page.FAILED, "oauth-profile", "the provider has no address that says who it is"));
      return new Vouched(person, Set.of(), provedAt(Optional.empty(), attempt), "");
    }
    VerifiedJwt token = idTokens.get().check(handed, attempt, code);
    return new Vouched(
        profiles.of(token, handed.accessToken()),
        methods(token),
        provedAt(token.instant("auth_time"), attempt),
        token.text("sid").filter(sid -> sid.matches("[!-~]{1,128}")).orElse(""));
  }

  /** A provider that does not say when may have let them in by a session of its own: that meets no {@code fresh(…)}. */
  private Instant provedAt(Optional<Instant> told, Attempt attempt) {
    boolean justNow = attempt.again() && client.assumesProvedAgain();
    return told.orElseGet(() -> justNow ? clock.instant() : Instant.EPOCH);
  }

  /** RFC 8176. */
  private static Set<String> methods(VerifiedJwt token) {
    return token.texts("amr").stream()
        .filter(method -> method.matches("[a-z0-9_-]{2,20}"))
        .limit(MOST_METHODS)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void tell(AuthRequest request, Membership.Member member) {
    Guest guest = member.guest();
    Set<String> own = member.account() == null ? Set.of() : member.account().roles();
    Set<String> roles = membership.identity(guest, own).map(Identity::roles).orElse(Set.of());
    audit.record(
        AuditEvent.of(clock.instant(), AuditType.LOGIN, AuditEvent.Outcome.SUCCESS, request)
            .withSubject(guest.subject())
            .with("provider", client.name())
            .with("issuer", guest.issuer())
            .with("groups", String.valueOf(guest.claims().getOrDefault("groups", "[]")))
            .with("roles", new TreeSet<>(roles).toString()));
  }
}
