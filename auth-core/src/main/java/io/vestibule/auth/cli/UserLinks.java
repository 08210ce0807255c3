package io.vestibule.auth.cli;

import io.vestibule.auth.account.AccountLinks;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.account.LinkAddress;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.AddressChange;
import io.vestibule.auth.password.User;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes links by which users choose a password, and prints them and nothing else. */
record UserLinks(Office office) {

  /** Adds a user who is to choose a password. An operator's word for the address is proof enough. */
  int invite(String name, Set<String> roles, Optional<String> email) {
    AccountLinks links = links();
    email.filter(address -> office.users().byAddress(address).isPresent()).ifPresent(taken -> {
      throw new Office.Complaint("Another user has verified that e-mail address");
    });
    if (!office.users().addOutsider(name, "", roles, "")) {
      throw new Office.Complaint("There is a user " + Office.shown(name) + " already");
    }
    User user = user(name);
    office.record(AuditType.USER_CREATED, user.name());
    email.ifPresent(address -> give(user, address));
    return print(links, Purpose.INVITE, user(name));
  }

  private void give(User user, String email) {
    if (office.users().setAddress(user, email, true) != AddressChange.SET) {
      throw new Office.Complaint(
          "The user was added, but the e-mail address is taken; see set-email and reset-link");
    }
  }

  /** For whoever has forgotten the password, or lost the invitation. */
  int reset(String name) {
    AccountLinks links = links();
    User user = user(name);
    if (user.disabled()) {
      throw new Office.Complaint("User " + Office.shown(user.name()) + " is disabled");
    }
    boolean known =
        office.users().member(name).filter(member -> member.hasPassword()).isPresent();
    return print(links, known ? Purpose.RESET : Purpose.INVITE, user);
  }

  private int print(AccountLinks links, Purpose purpose, User user) {
    LinkAddress address = office.shared(LinkAddress.class);
    String link = address.of(links.issue(purpose, user, ""));
    Instant now = office.terminal().clock().instant();
    office.record(AuditEvent.of(now, AuditType.LINK_ISSUED, AuditEvent.Outcome.SUCCESS)
        .withSubject(user.name())
        .with("purpose", purpose.name().toLowerCase(Locale.ROOT)));
    office.say(link);
    return Command.OK;
  }

  private AccountLinks links() {
    office.requireStore();
    return office
        .configuration()
        .shared(AccountLinks.class)
        .orElseThrow(
            () -> new Office.Complaint(
                "No page of this configuration takes links: it needs type = session, and users in the store"));
  }

  private User user(String name) {
    return office
        .users()
        .user(name)
        .orElseThrow(() -> new Office.Complaint("There is no user " + Office.shown(name)));
  }
}
