package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks.Link;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** A user of the store, who was invited or has forgotten the password. Thread-safe. */
record StoredPasswordByLink(AccountLinks links, UserStore users, Audit audit, InstantSource clock)
    implements PasswordByLink {

  @Override
  public String name(Link link) {
    return link.user().map(User::name).orElse("");
  }

  /** Whoever changed the password between the two steps has ended the link. */
  @Override
  public Outcome set(AuthRequest request, String token, String name, Secret hash) {
    Optional<Link> taken = links.take(token);
    Optional<User> after = taken.flatMap(Link::user).flatMap(before -> users.setHash(before, hash));
    if (taken.isEmpty() || after.isEmpty()) {
      return new Outcome.Over();
    }
    tell(request, taken.get(), after.get());
    verify(taken.get(), after.get());
    return new Outcome.Done(after.get());
  }

  /** Whoever has a link that was mailed reads what is sent to that address. */
  private void verify(Link link, User user) {
    if (!link.data().isEmpty() && link.data().equals(user.email()) && !user.hasVerifiedEmail()) {
      var unused = users.setAddress(user, link.data(), true);
    }
  }

  private void tell(AuthRequest request, Link link, User user) {
    String purpose = link.purpose().name().toLowerCase(Locale.ROOT);
    audit.record(AuditEvent.of(
            clock.instant(), AuditType.PASSWORD_RESET, AuditEvent.Outcome.SUCCESS, request)
        .withSubject(user.name())
        .with("actor", purpose + "-link"));
  }
}
