package io.vestibule.auth.oauth;

import io.vestibule.auth.config.Settings;
import io.vestibule.auth.internal.EmailAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may in of those whom a provider knows: each list admits; an address counts only where it is verified. Immutable.
 */
record Admission(boolean anyone, Set<String> domains, Set<EmailAddress> users, Set<String> groups) {
  static final String DOMAINS = "authorized_domains";
  static final String USERS = "authorized_users";
  static final String GROUPS = "authorized_groups";
  static final String ANYONE = "anyone";

  Admission {
    domains = Set.copyOf(domains);
    users = Set.copyOf(users);
    groups = Set.copyOf(groups);
  }

  /** What the file says; where it says nothing, the start is refused. */
  static Admission of(Settings settings) {
    Admission admission = new Admission(
        settings.flag(ANYONE),
        domains(settings),
        users(settings),
        new HashSet<>(settings.list(GROUPS)));
    if (!admission.anyone() && admission.listsNobody()) {
      settings.fault(
          ANYONE,
          "nothing says who may sign in, so everybody with an account at the provider could",
          "write authorized_domains = example.org, or authorized_users or authorized_groups;"
              + " to let all of them in, write anyone = yes");
    }
    if (admission.anyone() && !admission.listsNobody()) {
      settings.warn(
          ANYONE,
          "everybody may sign in, whatever the authorized_ lists say",
          "remove anyone = yes, or the lists");
    }
    return admission;
  }

  private boolean listsNobody() {
    return domains.isEmpty() && users.isEmpty() && groups.isEmpty();
  }

  private static Set<String> domains(Settings settings) {
    Set<String> domains = new HashSet<>();
    for (String text : settings.list(DOMAINS)) {
      Optional<String> domain = EmailAddress.written(text);
      domain.ifPresentOrElse(
          domains::add,
          () -> settings.fault(
              DOMAINS,
              "\"" + text + "\" is no domain",
              "write what stands behind the @ of an address: example.org"));
    }
    return domains;
  }

  private static Set<EmailAddress> users(Settings settings) {
    Set<EmailAddress> users = new HashSet<>();
    for (String text : settings.list(USERS)) {
      EmailAddress.parse(text)
          .ifPresentOrElse(
              users::add,
              () -> settings.fault(
                  USERS, "\"" + text + "\" is no e-mail address", "write ada@example.org"));
    }
    return users;
  }

  /** Why this person may not in, for the log; empty where they may. */
  Optional<String> refusal(Person person) {
    boolean welcome = anyone
        || person.email().filter(this::admits).isPresent()
        || person.groups().stream().anyMatch(groups::contains);
    return welcome ? Optional.empty() : Optional.of(reason(person));
  }

  /** Whether it was only for want of a verified address. */
  boolean wantsAddress(Person person) {
    return person.email().isEmpty() && !(domains.isEmpty() && users.isEmpty());
  }

  private boolean admits(EmailAddress email) {
    return users.contains(email) || domains.contains(email.domain());
  }

  private String reason(Person person) {
    List<String> reasons = new ArrayList<>();
    if (!domains.isEmpty() || !users.isEmpty()) {
      reasons.add(person
          .email()
          .map(email -> email + " is on no list")
          .orElse("the provider says of no e-mail address that it is verified"));
    }
    if (!groups.isEmpty()) {
      reasons.add("none of the groups " + person.groups() + " is on the list");
    }
    return String.join("; ", reasons);
  }
}
