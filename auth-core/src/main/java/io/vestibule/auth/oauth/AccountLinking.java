package io.vestibule.auth.oauth;

import io.vestibule.auth.Identity;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.internal.EmailAddress;
import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.oauth.SignInRefusedException.Page;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.session.Guest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who somebody from elsewhere is here: whether they may in, under which name, with which roles. Thread-safe. */
final class AccountLinking {
  private static final String SCHEME = "OAUTH";
  private static final int LONGEST_NAME = 255;

  private final Client client;
  private final Admission admission;
  private final Names names;
  private final Roles roles;
  private final BrowserSignIn signIn;

  AccountLinking(
      Client client, Admission admission, Names names, Roles roles, BrowserSignIn signIn) {
    this.client = client;
    this.admission = admission;
    this.names = names;
    this.roles = roles;
    this.signIn = signIn;
  }

  /** Somebody who may in; the account is null where they have none here. */
  record Member(Guest guest, @Nullable User account) {}

  /** Lets somebody in, or says why not. */
  Member admit(Person person, Set<String> methods, Instant authenticatedAt, String sid) {
    String shown = person.email().map(EmailAddress::toString).orElseGet(() -> plainName(person));
    admission.refusal(person).ifPresent(reason -> {
      signIn.guests().strike(person.issuer(), person.id());
      throw SignInRefusedException.because(
              admission.wantsAddress(person) ? Page.UNVERIFIED : Page.NOT_ALLOWED,
              "oauth-not-authorized",
              reason)
          .about(shown);
    });
    Optional<User> account = account(person, shown);
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

  /** Without a rule nobody from elsewhere is anybody here. A local user who is barred is not a guest instead. */
  private Optional<User> account(Person person, String shown) {
    Optional<User> account = linked(person).flatMap(signIn::account);
    account.filter(User::disabled).ifPresent(user -> {
      throw SignInRefusedException.because(
              Page.NOT_ALLOWED,
              "oauth-account-disabled",
              "the local user " + user.name() + " is disabled")
          .about(shown);
    });
    return account;
  }

  private Optional<String> linked(Person person) {
    return switch (client.link()) {
      case NONE -> Optional.empty();
      case EMAIL -> person.email().map(EmailAddress::toString);
      case USERNAME -> person.text("preferred_username").or(() -> person.text("login"));
    };
  }

  /** The one from before, else what the provider tells: either may have become a local user's meanwhile. */
  private String name(Person person, String shown) {
    String name = signIn.knowsLocalUsers()
        ? names.of(person.issuer(), person.id()).orElseGet(() -> wanted(person))
        : plainName(person);
    if (signIn.isTaken(name)) {
      throw taken(
          "a local user is named " + name + ", and link_by is "
              + client.link().name().toLowerCase(Locale.ROOT),
          shown);
    }
    if (!names.take(person.issuer(), person.id(), name)) {
      throw taken(name + " is the name of another subject or from another issuer", shown);
    }
    return name;
  }

  private static SignInRefusedException taken(String detail, String shown) {
    return SignInRefusedException.because(Page.NAME_TAKEN, "oauth-name-taken", detail)
        .about(shown);
  }

  private String wanted(Person person) {
    Optional<String> email = person.email().map(EmailAddress::toString);
    Optional<String> claimed =
        client.usernameClaim().equals(Person.EMAIL) ? email : person.text(client.usernameClaim());
    return claimed
        .map(text -> FoldedName.nfc(text).strip())
        .filter(AccountLinking::isName)
        .flatMap(name -> isAddress(name) ? email.filter(name::equalsIgnoreCase) : Optional.of(name))
        .orElseGet(() -> plainName(person));
  }

  private static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && text.chars().noneMatch(Character::isISOControl);
  }

  /** Whoever reads such a name takes it for a verified address. */
  private static boolean isAddress(String name) {
    return name.contains("@");
  }

  /** What no local user can be called: their names have no colon. */
  private String plainName(Person person) {
    String name = client.shortName() + ":" + person.id();
    return name.length() <= LONGEST_NAME
        ? name
        : client.shortName() + ":" + Digests.inHex(person.id());
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

  /** The roles of an address are those of the verified one of now, whatever the name was made of. */
  private Identity identity(Guest guest, Person person, Set<String> own) {
    Set<String> all = new HashSet<>(own);
    String name = isAddress(guest.subject()) ? "" : guest.subject();
    all.addAll(roles.listed(name, person.groups()));
    all.addAll(roles.ofHost(guest.subject(), person.groups()));
    person.email().ifPresent(email -> all.addAll(roles.listed(email.toString(), List.of())));
    Map<String, Object> claims = new HashMap<>(guest.claims());
    claims.put("iss", guest.issuer());
    claims.put("sub", guest.id());
    return new Identity(
        guest.subject(), SCHEME, all, Set.of(), guest.methods(), guest.authenticatedAt(), claims);
  }
}
