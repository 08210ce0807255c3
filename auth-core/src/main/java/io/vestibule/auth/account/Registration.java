package io.vestibule.auth.account;

import io.vestibule.auth.config.Settings;
import io.vestibule.auth.internal.EmailAddress;
import io.vestibule.auth.password.LocalUsers;
import io.vestibule.auth.password.UserStore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may become a user without being asked, and as what. Immutable.
 *
 * @param domains whose addresses are admitted; empty for all
 * @param roles of whoever comes
 */
record Registration(Set<String> domains, Set<String> roles) {
  private static final String SWITCH = "registration";
  private static final String DOMAINS = "registration_domains";
  private static final String ROLES = "registration_roles";

  /** Ways of signing in that name nobody but whom they know here: whoever registers gets nobody's name from elsewhere. */
  private static final Set<String> CLOSED = Set.of(
      "none",
      "accounts",
      "session",
      "basic",
      "digest",
      "bearer",
      "bypass",
      "issuer",
      "ticket",
      "tls",
      "tokens");

  /** Copies the sets. */
  Registration {
    domains = Set.copyOf(domains);
    roles = Set.copyOf(roles);
  }

  /**
   * What {@code [accounts]} says of it; empty where nobody may. What is wrong is reported there.
   *
   * @param inStore whether those who sign in on the login page stand in the store
   * @param hasMail whether a link can reach anybody
   * @param administrators the role of those who look after the others
   */
  static Optional<Registration> of(
      Settings section, boolean inStore, boolean hasMail, String administrators) {
    if (!section.flag(SWITCH)) {
      return Optional.empty();
    }
    refuse(section, section.ways(), inStore, hasMail);
    Registration admitted = new Registration(domains(section), roles(section, administrators));
    return inStore && hasMail ? Optional.of(admitted) : Optional.empty();
  }

  private static void refuse(
      Settings section, List<String> ways, boolean inStore, boolean hasMail) {
    if (!inStore) {
      section.fault(
          SWITCH,
          "nobody can register, for the users of the login page do not stand in the store",
          "write type = session and source = store");
    } else if (!hasMail) {
      section.fault(
          SWITCH,
          "whoever registers gets a link by mail, and no mail can be sent",
          "write a section [mail], or supply a Mailer in Java");
    }
    Stream.concat(
            ways.stream().map(way -> way.split("\\.", 2)[0]).filter(kind -> !CLOSED.contains(kind)),
            LocalUsers.of(section).thatNameAnybody().stream())
        .findFirst()
        .ifPresent(kind -> section.fault(
            SWITCH,
            "whoever registers chooses a name, and could choose one that " + kind
                + " gives to somebody else",
            "remove it, or " + kind + " from type"));
  }

  private static Set<String> domains(Settings section) {
    Set<String> domains = new HashSet<>();
    for (String text : section.list(DOMAINS)) {
      Optional<String> domain = EmailAddress.written(text);
      domain.ifPresentOrElse(
          domains::add,
          () -> section.fault(
              DOMAINS,
              "\"" + text + "\" is no domain",
              "write registration_domains = example.org"));
    }
    return domains;
  }

  private static Set<String> roles(Settings section, String administrators) {
    Set<String> roles = Set.copyOf(section.list(ROLES));
    if (roles.contains(administrators)) {
      section.fault(
          ROLES,
          "whoever registers would look after the accounts of all, by the role " + administrators,
          "name another role, such as member");
    }
    roles.stream()
        .filter(role -> !UserStore.isRole(role))
        .findFirst()
        .ifPresent(role -> section.fault(
            ROLES,
            "a role is a word of up to 64 characters without blanks",
            "write registration_roles = member"));
    return roles.stream().filter(UserStore::isRole).collect(Collectors.toSet());
  }

  /** Whether this is an address of those who may come. */
  boolean admits(String email) {
    return EmailAddress.parse(email)
        .filter(address -> domains.isEmpty() || domains.contains(address.domain()))
        .isPresent();
  }

  /** The domains, for people. */
  List<String> shownDomains() {
    return List.copyOf(new TreeSet<>(domains));
  }
}
