package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.mail.Asker;
import io.vestibule.auth.mail.Mail;
import io.vestibule.auth.mail.MailKind;
import io.vestibule.auth.mail.Mails;
import io.vestibule.auth.password.Member;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Mails a link for another password to whoever has forgotten theirs. Whoever asks does not learn whether it was sent: all
 * that depends on the account is done in the background. Thread-safe.
 *
 * @param base where our pages are
 */
record ForgottenPasswords(
    String base,
    AccountLinks links,
    UserStore users,
    Mails mails,
    Audit audit,
    InstantSource clock) {

  /**
   * Has it sent to the user of this name or verified address, if there is one who may sign in with a password.
   *
   * @param typed whatever was typed
   */
  void mail(AuthRequest request, Asker asker, String typed) {
    AuditEvent event = AuditEvent.of(
            clock.instant(), AuditType.LINK_ISSUED, AuditEvent.Outcome.SUCCESS, request)
        .with("purpose", "reset")
        .with("actor", "forgot");
    mails.prepare(() -> reader(typed).map(user -> mail(user, asker, event)));
  }

  /** Somebody asks too often, and is not looked at. */
  void tooOften(AuthRequest request) {
    audit.record(
        AuditEvent.of(clock.instant(), AuditType.THROTTLED, AuditEvent.Outcome.DENIED, request)
            .withReason("rate-limited")
            .with("actor", "forgot"));
  }

  private Mail mail(User user, Asker asker, AuditEvent event) {
    return Mail.of(MailKind.RESET, user.email(), asker)
        .with("name", user.name())
        .with("minutes", Long.toString(Purpose.RESET.life().toMinutes()))
        .with("link", () -> link(user, event));
  }

  private String link(User user, AuditEvent event) {
    Secret token = links.issue(Purpose.RESET, user, user.email());
    String link = mails.link(ChoosePasswordPage.address(base, token));
    audit.record(event.withSubject(user.name()));
    return link;
  }

  /** As on the login page a name comes first: it may look like an address. */
  private Optional<User> reader(String typed) {
    return users
        .member(typed)
        .or(() -> users.byAddress(typed).flatMap(user -> users.member(user.name())))
        .filter(Member::hasPassword)
        .map(Member::user)
        .filter(user -> user.hasVerifiedEmail() && !user.disabled());
  }
}
