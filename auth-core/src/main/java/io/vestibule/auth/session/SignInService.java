package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.PasswordCheck.Result;
import io.vestibule.auth.password.User;
import io.vestibule.auth.totp.Outcome;
import io.vestibule.auth.totp.SecondFactors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where somebody signs in and out: checks the password, begins the session, hands out the cookies. The login page, the
 * JSON API and {@code HttpServletRequest.login} all come here. Thread-safe.
 */
final class SignInService {
  private static final Logger LOG = LoggerFactory.getLogger(SignInService.class);

  /** What {@code HttpServletRequest.FORM_AUTH} says. */
  static final String SCHEME = "FORM";

  private static final int MOST_SHOWN = 8;
  private static final Duration KNOWN = Duration.ofDays(365);
  static final Set<String> BY_PASSWORD = Set.of("pwd");
  private static final String OTP = "otp";

  private final Ways ways;
  private final Sessions sessions;
  private final RememberMe rememberMe;
  private final SubjectSessions subjectSessions;
  private final KnownDevice knownDevice;
  private final Standing standing;
  private final Cookies cookies;
  private final Audit audit;
  private final InstantSource clock;

  SignInService(
      Ways ways,
      Sessions sessions,
      RememberMe rememberMe,
      SubjectSessions subjectSessions,
      KnownDevice knownDevice,
      Standing standing,
      Cookies cookies,
      Audit audit,
      InstantSource clock) {
    this.ways = ways;
    this.sessions = sessions;
    this.rememberMe = rememberMe;
    this.subjectSessions = subjectSessions;
    this.knownDevice = knownDevice;
    this.standing = standing;
    this.cookies = cookies;
    this.audit = audit;
    this.clock = clock;
  }

  /** Somebody has signed in. */
  record Admitted(User user, Identity identity, Headers headers) {}

  /** Whether this name and password are right; nothing begins yet. */
  Result check(AuthRequest request, UsernamePassword typed) {
    Optional<String> mark = request.cookie(cookies.known(request).name());
    return ways.check(
        request, typed, name -> mark.flatMap(shown -> knownDevice.recognise(shown, name)));
  }

  /** What a code is worth of a user whose password is right; a right one is used up, and nothing begins yet. */
  Outcome check(AuthRequest request, User user, String code) {
    Optional<String> device = request
        .cookie(cookies.known(request).name())
        .flatMap(mark -> knownDevice.recogniseFactor(mark, user));
    return ways.factors()
        .map(factors -> factors.check(request, user, code, device))
        .orElseGet(() -> new Outcome.Wrong(false));
  }

  /** A right password that was no sign-in yet: the one trace of somebody else who knows it. */
  void tellCodeRequired(AuthRequest request, User user) {
    audit.record(AuditEvent.of(clock.instant(), AuditType.LOGIN, AuditEvent.Outcome.DENIED, request)
        .withSubject(user.name())
        .withReason("code-required"));
  }

  /**
   * Begins a session for a user who has just proved a password, and a second factor where there is one; the one before
   * on this browser ends.
   *
   * @param methods by what it was proved (RFC 8176)
   */
  Admitted admit(AuthRequest request, User user, Set<String> methods, boolean stay) {
    Arrival arrival = arrive(request, user, methods, stay);
    tell(request, AuditType.LOGIN, AuditEvent.Outcome.SUCCESS, user.name());
    return admitted(user, arrival);
  }

  /**
   * The same for a user who has just replaced the password or the second factor: what began with the one before ends, on
   * all devices, and is told so. What was replaced is replaced: where the store fails here, nobody is signed in by it, and
   * the answer is still that it is done.
   */
  Headers renew(AuthRequest request, User user, Set<String> methods, boolean stay) {
    try {
      Arrival arrival = arrive(request, user, methods, stay);
      Session begun = arrival.begun().session();
      rememberMe.endAllBut(user.name(), begun.series());
      sessions.revokeAllBut(user.name(), begun.id());
      return arrival.headers();
    } catch (AuthUnavailableException down) {
      LOG.warn("no session begins in place of one that has ended: {}", down.getMessage());
      return Headers.none();
    }
  }

  private record Arrival(Sessions.Begun begun, Headers headers) {}

  private static Admitted admitted(User user, Arrival arrival) {
    Session begun = arrival.begun().session();
    return new Admitted(
        user, Standing.identity(user, begun.methods(), begun.authenticatedAt()), arrival.headers());
  }

  private Arrival arrive(AuthRequest request, User user, Set<String> methods, boolean stay) {
    endBefore(request);
    Headers headers = takenBack(request);
    String series = "";
    if (stay) {
      RememberMe.Ticket ticket = rememberMe.begin(user.name(), standing.credential(user), methods);
      headers = cookies.device(request).set(ticket.reveal(), rememberMe.life());
      series = ticket.series();
    }
    Sessions.Begun begun = begin(request, user, methods, clock.instant(), series);
    headers = headers
        .and(cookies.session(request).set(begun.token().reveal()))
        .and(cookies.known(request).set(knownDevice.mark(user, methods.contains(OTP)), KNOWN));
    return new Arrival(begun, headers);
  }

  /** Begins a session for a guest, who has an account here or none; the one before on this browser ends. */
  Sessions.Begun admit(AuthRequest request, Guest guest, Optional<User> account) {
    endBefore(request);
    Sessions.Begun begun = sessions.begin(new Sessions.SignIn(
        account.map(User::name).orElse(guest.subject()),
        account.map(standing::credential).orElse(""),
        guest.methods(),
        guest.authenticatedAt(),
        Device.of(request.header("User-Agent").orElse("")),
        request.client(),
        "",
        guest));
    subjectSessions.begin(begun.session().id(), guest, begun.session().expires());
    return begun;
  }

  private void endBefore(AuthRequest request) {
    ticket(request).ifPresent(this::forget);
    shown(request).forEach(live -> end(live.session()));
  }

  /** The series goes first: a tab that resumes at this moment finds that out, or its session is found here. */
  private void forget(RememberMe.Ticket ticket) {
    rememberMe.end(ticket.series()).ifPresent(owner -> sessions.endOf(owner, ticket.series()));
  }

  /** The cookie of a device that stayed signed in until now. */
  private Headers takenBack(AuthRequest request) {
    Cookie device = cookies.device(request);
    return request.cookie(device.name()).isPresent() ? device.delete() : Headers.none();
  }

  private void end(Session session) {
    sessions.end(session);
    if (!session.guest().isNobody()) {
      subjectSessions.end(session.id());
      ways.offer(session.guest().provider())
          .ifPresent(offer -> offer.ended(GuestSessions.Visit.of(session)));
    }
  }

  /** What this request's session proves, if it began by this way; {@code ""} for the password. */
  Optional<AuthResult.Authenticated> proved(AuthRequest request, String provider) {
    Optional<CachedSession> live = current(request);
    return live.isPresent() && live.get().session().guest().provider().equals(provider)
        ? proved(live.get())
        : Optional.empty();
  }

  /** The identity of this request's session, if it began by this way; {@code ""} for the password. */
  Optional<Identity> identity(AuthRequest request, String provider) {
    return proved(request, provider).map(AuthResult.Authenticated::identity);
  }

  /** The identity of this request's session; empty where there is none, or no longer. */
  Optional<Identity> identity(AuthRequest request) {
    return current(request).flatMap(this::proved).map(AuthResult.Authenticated::identity);
  }

  /** The live session of this request. */
  Optional<CachedSession> current(AuthRequest request) {
    Optional<Token> token = token(request);
    return token.isPresent() ? sessions.find(token.get()) : Optional.empty();
  }

  /** What became of the session that the browser shows, where nobody is signed in by it; empty where it shows none. */
  Optional<Ending> ending(AuthRequest request) {
    return token(request).map(sessions::ending);
  }

  /**
   * A device that stays signed in begins a new session; empty where it does not, or may not, or has one or seems to have
   * two. Where another tab was faster it is known for this request, and the response carries nothing.
   */
  Optional<AuthResult.Authenticated> resume(AuthRequest request) {
    Optional<RememberMe.Ticket> shown = ticket(request);
    return shown.isPresent() && !isInDoubt(request) && current(request).isEmpty()
        ? resume(request, rememberMe.use(shown.get(), owner -> rightful(owner).isPresent()))
        : Optional.empty();
  }

  /** Ends this browser's session and its "stay signed in". */
  Headers leave(AuthRequest request) {
    List<CachedSession> shown = shown(request);
    ticket(request).ifPresent(this::forget);
    shown.forEach(live -> {
      end(live.session());
      tell(request, AuditType.LOGOUT, AuditEvent.Outcome.SUCCESS, live.session().username());
    });
    return cookies.session(request).delete().and(cookies.device(request).delete());
  }

  /** A session that does not stand any more ends here. */
  private Optional<AuthResult.Authenticated> proved(CachedSession live) {
    Optional<AuthResult.Authenticated> proved = standing.proved(live);
    if (proved.isEmpty()) {
      end(live.session());
    }
    return proved;
  }

  /** The user of the form of this name, who may sign in. */
  Optional<User> user(String username) {
    return standing.user(username);
  }

  /** The identity that the user of this name would have after signing in now. */
  Optional<Identity> identityNow(String username) {
    return standing
        .user(username)
        .map(user -> Standing.identity(user, proving(user), clock.instant()));
  }

  /** By what this user proves who it is here. */
  private static Set<String> proving(User user) {
    return user.hasFactor() ? SecondFactors.METHODS : BY_PASSWORD;
  }

  private Optional<AuthResult.Authenticated> resume(AuthRequest request, RememberMe.Use use) {
    if (use instanceof RememberMe.Use.Stolen stolen) {
      sessions.revokeAllBut(stolen.username(), "");
      tell(request, AuditType.REPLAY, AuditEvent.Outcome.DENIED, stolen.username());
      return Optional.empty();
    }
    if (use instanceof RememberMe.Use.Shared shared) {
      return rightful(shared.owner())
          .map(
              user -> new AuthResult.Authenticated(identity(user, shared.owner()), Headers.none()));
    }
    if (use instanceof RememberMe.Use.Renewed renewed) {
      return rightful(renewed.owner()).flatMap(user -> renew(request, user, renewed));
    }
    return Optional.empty();
  }

  /**
   * A device has one session: the one before may have gone to whoever has a copy. Whoever ends the series at this moment
   * may not see the new one yet, so it ends by itself.
   */
  private Optional<AuthResult.Authenticated> renew(
      AuthRequest request, User user, RememberMe.Use.Renewed renewed) {
    RememberMe.Owner owner = renewed.owner();
    String series = renewed.next().series();
    sessions.endOf(user.name(), series);
    Sessions.Begun begun = begin(request, user, owner.methods(), owner.authenticatedAt(), series);
    if (!rememberMe.isKept(series)) {
      sessions.end(begun.session());
      return Optional.empty();
    }
    Headers headers = cookies
        .device(request)
        .set(renewed.next().reveal(), rememberMe.life())
        .and(cookies.session(request).set(begun.token().reveal()))
        .and(Headers.NO_STORE);
    audit.record(
        AuditEvent.of(clock.instant(), AuditType.LOGIN, AuditEvent.Outcome.SUCCESS, request)
            .withSubject(user.name())
            .withReason("remembered"));
    return Optional.of(
        new AuthResult.Authenticated(identity(user, owner), headers, HostSession.RENEW));
  }

  private Optional<User> rightful(RememberMe.Owner owner) {
    return standing.user(owner.username(), owner.credential());
  }

  private static Identity identity(User user, RememberMe.Owner owner) {
    return Standing.identity(user, owner.methods(), owner.authenticatedAt());
  }

  private Sessions.Begun begin(
      AuthRequest request, User user, Set<String> methods, Instant proved, String series) {
    String device = Device.of(request.header("User-Agent").orElse(""));
    return sessions.begin(new Sessions.SignIn(
        user.name(),
        standing.credential(user),
        methods,
        proved,
        device,
        request.client(),
        series,
        Guest.NOBODY));
  }

  /** Two different session cookies are no identity, and a new one beside them would not be one either. */
  private boolean isInDoubt(AuthRequest request) {
    return request.cookies(cookies.session(request).name()).size() > 1;
  }

  /** The live sessions of all cookies that a request shows: which of them is the right one does not matter for an end. */
  private List<CachedSession> shown(AuthRequest request) {
    return request.cookies(cookies.session(request).name()).stream()
        .limit(MOST_SHOWN)
        .flatMap(text -> Token.ofLength(text).stream())
        .flatMap(token -> sessions.find(token).stream())
        .toList();
  }

  private Optional<Token> token(AuthRequest request) {
    Optional<String> shown = request.cookie(cookies.session(request).name());
    return shown.isPresent() ? Token.ofLength(shown.get()) : Optional.empty();
  }

  private Optional<RememberMe.Ticket> ticket(AuthRequest request) {
    return request.cookie(cookies.device(request).name()).flatMap(RememberMe.Ticket::parse);
  }

  /** Ends a session on another device, which does not stay signed in: that goes first, so that nothing resumes it. */
  void end(AuthRequest request, Session session) {
    if (session.remembered()) {
      rememberMe.end(session.series());
    }
    if (sessions.revoke(session.username(), session.id())) {
      tell(request, AuditType.SESSION_ENDED, AuditEvent.Outcome.SUCCESS, session.username());
    }
  }

  /** Does the same to all other devices. */
  void endOthers(AuthRequest request, Session current) {
    rememberMe.endAllBut(current.username(), current.series());
    sessions.revokeAllBut(current.username(), current.id());
    tell(request, AuditType.SESSION_ENDED, AuditEvent.Outcome.SUCCESS, current.username());
  }

  /** A program that this user let in was shut out. */
  void tellEnded(AuthRequest request, String username) {
    tell(request, AuditType.SESSION_ENDED, AuditEvent.Outcome.SUCCESS, username);
  }

  private void tell(AuthRequest request, AuditType type, AuditEvent.Outcome outcome, String user) {
    audit.record(AuditEvent.of(clock.instant(), type, outcome, request).withSubject(user));
  }
}
