package io.vestibule.auth.oauth;

import io.vestibule.auth.Identity;
import io.vestibule.auth.oauth.Refused.Page;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.session.Guest;
import io.vestibule.auth.session.Reception;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who somebody from elsewhere is here: whether they may in, under which name, with which roles. Thread-safe. */
final class Membership {
  private static final String SCHEME = "OAUTH";

  private final Client client;
  private final Admission admission;
  private final Names names;
  private final Roles roles;
  private final Reception reception;

  Membership(Client client, Admission admission, Names names, Roles roles, Reception reception) {
    this.client = client;
    this.admission = admission;
    this.names = names;
    this.roles = roles;
    this.reception = reception;
  }

  /** Somebody who may in; the account is null where they have none here. */
  record Member(Guest guest, @Nullable User account) {}

  /** Lets somebody in, or says why not. */
  Member admit(Person person, Set<String> methods, Instant authenticatedAt, String sid) {
    String shown = person.email().map(EmailAddress::toString).orElseGet(() -> plainName(person));
    admission.refusal(person).ifPresent(reason -> {
      reception.strike(person.issuer(), person.id());
      throw Refused.because(
              admission.wantsAddress(person) ? Page.UNVERIFIED : Page.NOT_ALLOWED,
              "oauth-not-authorized",
              reason)
          .about(shown);
    });
    Optional<User> account = account(person);
    String subject = account.map(User::name).orElseGet(() -> name(person, shown));
    return new Member(
        new Guest(
            client.name(),
            person.issuer(),
            person.id(),
            subject,
            shown,
            methods,
            authenticatedAt,
            sid,
            person.claims()),
        account.orElse(null));
  }

  /** Without a rule nobody from elsewhere is anybody here. */
  private Optional<User> account(Person person) {
    return switch (client.link()) {
      case NONE -> Optional.empty();
      case EMAIL -> person.email().flatMap(email -> reception.account(email.toString()));
      case USERNAME ->
        person
            .text("preferred_username")
            .or(() -> person.text("login"))
            .flatMap(reception::account);
    };
  }

  private String name(Person person, String shown) {
    String wanted = wanted(person);
    if (reception.isTaken(wanted)) {
      throw Refused.because(
              Page.NAME_TAKEN,
              "oauth-name-taken",
              "a local user is named " + wanted + ", and link_by is "
                  + client.link().name().toLowerCase(java.util.Locale.ROOT))
          .about(shown);
    }
    return names.of(person.issuer(), person.id(), wanted).orElseThrow(() -> Refused.because(
            Page.NAME_TAKEN,
            "oauth-name-taken",
            wanted + " is the name of another subject or from another issuer")
        .about(shown));
  }

  private String wanted(Person person) {
    Optional<String> claimed = client.usernameClaim().equals(Person.EMAIL)
        ? person.email().map(EmailAddress::toString)
        : person.text(client.usernameClaim());
    return claimed
        .map(String::strip)
        .filter(name -> name.chars().noneMatch(Character::isISOControl))
        .orElseGet(() -> plainName(person));
  }

  private String plainName(Person person) {
    return client.shortName() + ":" + person.id();
  }

  /** Who a guest is now; empty where they may not in any more. */
  Optional<Identity> identity(Guest guest, Set<String> own) {
    Person person = new Person(
        guest.issuer(),
        guest.id(),
        guest.claims(),
        Groups.at(guest.claims(), "groups").orElse(List.of()));
    boolean welcome = isIssuer(guest.issuer()) && admission.refusal(person).isEmpty();
    return welcome ? Optional.of(identity(guest, person, own)) : Optional.empty();
  }

  private boolean isIssuer(String issuer) {
    return issuer.equals(client.issuer())
        || client.provider().is(Provider.Deviation.TENANT_IN_ISSUER);
  }

  private Identity identity(Guest guest, Person person, Set<String> own) {
    Set<String> all = new HashSet<>(own);
    all.addAll(roles.of(guest.subject(), person.groups()));
    person.email().ifPresent(email -> all.addAll(roles.listed(email.toString(), List.of())));
    Map<String, Object> claims = new HashMap<>(guest.claims());
    claims.put("iss", guest.issuer());
    claims.put("sub", guest.id());
    return new Identity(
        guest.subject(), SCHEME, all, Set.of(), guest.methods(), guest.authenticatedAt(), claims);
  }
}
