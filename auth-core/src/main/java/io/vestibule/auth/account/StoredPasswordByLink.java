package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthUnavailableException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A user of the store, who was invited or has forgotten the password. Thread-safe. */
record StoredPasswordByLink(AccountLinks links, UserStore users, Audit audit, InstantSource clock)
    implements PasswordByLink {
  private static final Logger LOG = LoggerFactory.getLogger(StoredPasswordByLink.class);

  @Override
  public String name(Link link) {
    return link.user().map(User::name).orElse("");
  }

  /**
   * A password that was set has ended the link, and of many who set one at a time one does. So nobody loses it to a store
   * that is down.
   */
  @Override
  public Outcome set(AuthRequest request, String token, String name, Secret hash) {
    Optional<Link> link = links.find(token);
    Optional<User> after = link.flatMap(Link::user).flatMap(before -> users.setHash(before, hash));
    if (link.isEmpty() || after.isEmpty()) {
      return new Outcome.Over();
    }
    tell(request, link.get(), after.get());
    finish(link.get(), after.get());
    return new Outcome.Done(after.get());
  }

  /** The password is set, whatever becomes of the rest. */
  private void finish(Link link, User user) {
    try {
      verify(link, user);
      links.end(user);
    } catch (AuthUnavailableException down) {
      LOG.warn("a password was set by a link, and no more than that: {}", down.getMessage());
    }
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
