package io.vestibule.auth.account;

import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.account.UserDesk.Actor;
import io.vestibule.auth.account.UserDesk.Outcome;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.mail.Mail;
import io.vestibule.auth.mail.MailKind;
import io.vestibule.auth.mail.Mails;
import io.vestibule.auth.password.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Links by which administrators let users choose a password: mailed where that is possible, else shown to the
 * administrator once. Thread-safe.
 */
record Invitations(
    AccountLinks links, Optional<Mails> mails, String base, Audit audit, InstantSource clock) {

  /** Whether a link for this user can be mailed: one to a password that there is goes to nobody's guess. */
  boolean canMail(User user, Purpose purpose) {
    return mails.isPresent()
        && (purpose == Purpose.INVITE ? !user.email().isEmpty() : user.hasVerifiedEmail());
  }

  /**
   * Makes a link.
   *
   * @param show whether the administrator hands it over, though it could be mailed
   */
  Outcome make(Actor actor, User user, Purpose purpose, boolean show) {
    boolean mailed = !show && canMail(user, purpose);
    String to = mailed ? user.email() : "";
    Instant expires = clock.instant().plus(purpose.life());
    Secret token = links.issue(purpose, user, to);
    String path = ChoosePasswordPage.address(base, token);
    mails
        .filter(any -> mailed)
        .ifPresent(post -> post.send(mail(post, actor, user, purpose, path)));
    audit.record(AuditEvent.of(
            clock.instant(), AuditType.LINK_ISSUED, AuditEvent.Outcome.SUCCESS, actor.request())
        .withSubject(user.name())
        .with("actor", actor.user().name())
        .with("purpose", purpose.name().toLowerCase(Locale.ROOT)));
    return new Outcome.Linked(user, purpose, Secret.of(mailed ? "" : path), expires, to);
  }

  private static Mail mail(Mails post, Actor actor, User user, Purpose purpose, String path) {
    MailKind kind =
        purpose == Purpose.INVITE ? MailKind.INVITATION : MailKind.RESET_BY_ADMINISTRATOR;
    return Mail.of(kind, user.email(), post.asker(actor.request()))
        .with("name", user.name())
        .with("link", post.link(path))
        .with("hours", Long.toString(purpose.life().toHours()))
        .with("minutes", Long.toString(purpose.life().toMinutes()));
  }
}
