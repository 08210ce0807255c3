package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.internal.EmailAddress;
import io.vestibule.auth.mail.Mail;
import io.vestibule.auth.mail.MailKind;
import io.vestibule.auth.mail.Mails;
import io.vestibule.auth.password.AddressChange;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How people replace their own address: by a link that reaches the new one, so that nobody gets another's. {@code Notices}
 * writes to the one before. Thread-safe.
 */
record OwnAddress(
    UserStore users, AccountLinks links, Optional<Mails> mails, Audit audit, InstantSource clock) {

  /** Whether a link can reach anybody. */
  boolean canBeProved() {
    return mails.isPresent();
  }

  /** Whether both are the same user's, however they are spelled. */
  static boolean same(String one, String other) {
    Optional<EmailAddress> first = EmailAddress.parse(one);
    return first.isPresent() && first.equals(EmailAddress.parse(other));
  }

  /**
   * How long this user must wait before another link may be asked for; zero counts as having asked. Each may go to somebody
   * else, and to another one.
   */
  Duration askingFor(AuthRequest request, User user) {
    Duration wait = mails
        .map(sending -> sending.askingFor(sending.asker(request).withUser(user.name())))
        .orElse(Duration.ZERO);
    if (!wait.isZero()) {
      audit.record(
          AuditEvent.of(clock.instant(), AuditType.THROTTLED, AuditEvent.Outcome.DENIED, request)
              .withSubject(user.name())
              .withReason("rate-limited")
              .with("actor", "profile"));
    }
    return wait;
  }

  /**
   * Sends a link to an address. It is sent to one that is another's too, for the answer must not tell: the link says it to
   * whoever reads the mail.
   *
   * @param page to which the link leads, within the application
   */
  void prove(AuthRequest request, User user, String email, String page) {
    AuditEvent issued = AuditEvent.of(
            clock.instant(), AuditType.LINK_ISSUED, AuditEvent.Outcome.SUCCESS, request)
        .withSubject(user.name())
        .with("purpose", "address")
        .with("actor", "profile");
    mails.ifPresent(sending -> sending.send(Mail.of(MailKind.ADDRESS, email, sending.asker(request))
        .with("hours", Long.toString(Purpose.ADDRESS.life().toHours()))
        .with("link", () -> {
          Secret token = links.issue(Purpose.ADDRESS, user, email);
          audit.record(issued);
          return sending.link(LinkToken.address(page, token));
        })));
  }

  /** Makes an address the user's, who has proved it; {@code ""} for none. */
  AddressChange replace(AuthRequest request, User before, String email) {
    AddressChange change = users.setAddress(before, email, !email.isEmpty());
    if (change == AddressChange.SET) {
      AuditEvent changed = AuditEvent.of(
              clock.instant(), AuditType.EMAIL_CHANGED, AuditEvent.Outcome.SUCCESS, request)
          .withSubject(before.name());
      audit.record(email.isEmpty() ? changed.withReason("removed") : changed);
    }
    return change;
  }
}
