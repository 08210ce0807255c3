package io.vestibule.auth.oauth;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.jwt.VerifiedJwt;
import io.vestibule.auth.oauth.SignInRefusedException.Page;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.session.Guest;
import io.vestibule.auth.session.GuestSessions.Arrival;
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
final class AuthorizationCallback {
  private static final Set<String> LATER = Set.of("server_error", "temporarily_unavailable");
  private static final int MOST_METHODS = 10;

  private final Client client;
  private final ProviderEndpoints providerEndpoints;
  private final TokenEndpoint tokens;
  private final Optional<IdTokenCheck> idTokens;
  private final Profiles profiles;
  private final AccountLinking accountLinking;
  private final Attempts attempts;
  private final NetworkQuota codes;
  private final ProviderTokens providerTokens;
  private final Renewals renewals;
  private final BrowserSignIn signIn;
  private final RedirectLoopGuard loopGuard;
  private final Audit audit;
  private final InstantSource clock;

  AuthorizationCallback(
      Client client,
      ProviderEndpoints providerEndpoints,
      TokenEndpoint tokens,
      Optional<IdTokenCheck> idTokens,
      Profiles profiles,
      AccountLinking accountLinking,
      Attempts attempts,
      NetworkQuota codes,
      ProviderTokens providerTokens,
      Renewals renewals,
      BrowserSignIn signIn,
      RedirectLoopGuard loopGuard,
      Audit audit,
      InstantSource clock) {
    this.client = client;
    this.providerEndpoints = providerEndpoints;
    this.tokens = tokens;
    this.idTokens = idTokens;
    this.profiles = profiles;
    this.accountLinking = accountLinking;
    this.attempts = attempts;
    this.codes = codes;
    this.providerTokens = providerTokens;
    this.renewals = renewals;
    this.signIn = signIn;
    this.loopGuard = loopGuard;
    this.audit = audit;
    this.clock = clock;
  }

  Client client() {
    return client;
  }

  /** Somebody whom the provider vouches for, and when they proved who they are. */
  private record Vouched(Person person, Set<String> methods, Instant at, String sid) {}

  AuthResponse finish(AuthRequest request, AuthorizationResponse answer, Attempt attempt) {
    checkError(answer);
    checkIssuer(answer);
    String code = answer.text("code").orElseThrow();
    Tokens handed = exchanged(request, code, attempt);
    Vouched vouched = vouched(handed, attempt, code);
    AccountLinking.Member member =
        accountLinking.admit(vouched.person(), vouched.methods(), vouched.at(), vouched.sid());
    Headers turn = loopGuard.next(request);
    Arrival arrival = member.account() == null
        ? signIn.guests().admit(request, member.guest())
        : signIn.guests().admit(request, member.guest(), member.account());
    providerTokens.keep(arrival.session(), handed, arrival.expires());
    renewals.plan(stay(arrival.session(), member.guest()), handed, arrival.expires());
    tell(request, member);
    Headers headers = arrival
        .headers()
        .and(turn)
        .and(attempts.forget(request, attempt.state()))
        .and("Referrer-Policy", "no-referrer");
    return AuthResponse.seeOther(signIn.orHome(request, attempt.returnTo()), headers)
        .with(HostSession.RENEW);
  }

  /** A code is shown once: a provider that sees it twice may take back what it gave (RFC 6749, 4.1.2). */
  private Tokens exchanged(AuthRequest request, String code, Attempt attempt) {
    if (!attempts.use(attempt)) {
      throw SignInRefusedException.because(
          Page.STALE, Attempts.REPLAYED, "this answer was used before");
    }
    try {
      codes.take(request);
      Tokens handed = tokens.exchange(code, client.redirectUri(request), attempt.verifier());
      codes.giveBack(request);
      return handed;
    } catch (AuthUnavailableException down) {
      codes.giveBack(request);
      attempts.release(attempt);
      throw down;
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

  private static void checkError(AuthorizationResponse answer) {
    answer.text("error").ifPresent(error -> {
      throw SignInRefusedException.because(
          LATER.contains(error) ? Page.UNAVAILABLE : Page.DECLINED,
          "oauth-declined",
          "the provider answers " + error + " "
              + answer.text("error_description").orElse(""));
    });
  }

  /** RFC 9207, 2.4: an answer that another provider gave is not exchanged with this one. */
  private void checkIssuer(AuthorizationResponse answer) {
    Optional<String> named = answer.text("iss");
    boolean right = named.isPresent()
        ? !client.namesIssuer() || Issuers.of(client).isOne(named.get())
        : !providerEndpoints.publishes("authorization_response_iss_parameter_supported");
    if (!right) {
      throw SignInRefusedException.because(
          Page.FAILED, "oauth-issuer", "the answer is from " + named.orElse("nobody"));
    }
  }

  private Vouched vouched(Tokens handed, Attempt attempt, String code) {
    if (idTokens.isEmpty()) {
      Person person = profiles
          .of(handed.accessToken(), client.issuer())
          .orElseThrow(() -> SignInRefusedException.because(
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
    boolean justNow = attempt.again().isAsked() && client.assumesProvedAgain();
    return told.orElseGet(() -> justNow ? clock.instant() : Instant.EPOCH);
  }

  /** RFC 8176. */
  private static Set<String> methods(VerifiedJwt token) {
    return token.texts("amr").stream()
        .filter(method -> method.matches("[a-z0-9_-]{2,20}"))
        .limit(MOST_METHODS)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void tell(AuthRequest request, AccountLinking.Member member) {
    Guest guest = member.guest();
    Set<String> own = member.account() == null ? Set.of() : member.account().roles();
    Set<String> roles = accountLinking.identity(guest, own).map(Identity::roles).orElse(Set.of());
    audit.record(
        AuditEvent.of(clock.instant(), AuditType.LOGIN, AuditEvent.Outcome.SUCCESS, request)
            .withSubject(guest.subject())
            .with("provider", client.name())
            .with("issuer", guest.issuer())
            .with("groups", String.valueOf(guest.claims().getOrDefault("groups", "[]")))
            .with("roles", new TreeSet<>(roles).toString()));
  }
}
