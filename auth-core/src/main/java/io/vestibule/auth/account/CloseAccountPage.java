package io.vestibule.auth.account;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.TwinPaths;
import io.vestibule.auth.mail.Mail;
import io.vestibule.auth.mail.MailKind;
import io.vestibule.auth.mail.Mails;
import io.vestibule.auth.password.User;
import io.vestibule.auth.session.AccountVisit;
import io.vestibule.auth.session.AccountVisits;
import io.vestibule.auth.session.BrowserSignIn;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where users close their own accounts: {@code /auth/profile/close}. All that is theirs here ends. The last administrator
 * stays. Thread-safe.
 */
final class CloseAccountPage {
  static final String PAGE = "/profile/close";
  private static final String NAME = "close-account";
  private static final String PASSWORD = "password";
  private static final String NOTICE = "account-closed";

  private final BrowserSignIn signIn;
  private final AccountVisits visits;
  private final Removal removal;
  private final Optional<Mails> mails;
  private final Audit audit;
  private final InstantSource clock;
  private final TwinPaths twins;

  CloseAccountPage(
      BrowserSignIn signIn,
      Removal removal,
      Optional<Mails> mails,
      Audit audit,
      InstantSource clock) {
    this.signIn = signIn;
    this.visits = signIn.visits();
    this.removal = removal;
    this.mails = mails;
    this.audit = audit;
    this.clock = clock;
    this.twins = new TwinPaths(signIn.base());
  }

  List<Endpoint> endpoints() {
    String base = signIn.base();
    Endpoint.Handler close = visits.sent(this::page, this::submit);
    return List.of(
        visits.resuming(
            new Endpoint("GET", base + PAGE, visits.shown(visit -> page(visit, 200, Map.of())))),
        new Endpoint("POST", base + PAGE, close),
        new Endpoint("POST", base + "/api" + PAGE, close));
  }

  private AuthResponse submit(AccountVisit visit) {
    List<String> missing = visit.missing(PASSWORD);
    return missing.isEmpty()
        ? visits.proved(visit, PASSWORD, this::page, user -> closed(visit, user))
        : page(visit, 422, Map.of("error", "missing-field", "missing", missing));
  }

  private AuthResponse closed(AccountVisit visit, User user) {
    return switch (removal.of(user)) {
      case DONE -> done(visit, user);
      case LAST -> page(visit, 409, Map.of("error", "last-administrator"));
      case NOBODY -> page(visit, 409, Map.of("error", "changed-meanwhile"));
    };
  }

  private AuthResponse done(AccountVisit visit, User user) {
    audit.record(AuditEvent.of(
            clock.instant(), AuditType.USER_DELETED, AuditEvent.Outcome.SUCCESS, visit.request())
        .withSubject(user.name())
        .with("actor", user.name()));
    if (user.hasVerifiedEmail()) {
      mails.ifPresent(sending -> sending.send(
          Mail.of(MailKind.ACCOUNT_CLOSED, user.email(), sending.asker(visit.request()))
              .with("name", user.name())));
    }
    Headers left = signIn.leave(visit.request());
    AuthResponse answer = twins.isForProgram(visit.request())
        ? new AuthResponse(204, left.and(Headers.NO_STORE), Body.none())
        : AuthResponse.seeOther(signIn.loginPage(visit.request(), NOTICE), left);
    return answer.with(HostSession.END);
  }

  private AuthResponse page(AccountVisit visit, int status, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("recovery", visit.isRecovery());
    model.putAll(more);
    model.put("factor", visit.user().hasFactor() || Boolean.TRUE.equals(more.get("factor")));
    return visits.page(visit, status, NAME, model);
  }
}
