package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks.Link;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.AddressChange;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.session.BrowserSignIn;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Somebody who reads the mail of an address, and becomes a user by it: the account is made here, with the address
 * verified, and not before. Thread-safe.
 *
 * @param given the roles that the file gives to names: nobody gets any by choosing such a name
 */
record RegistrationByLink(
    Registration registration,
    BrowserSignIn signIn,
    AccountLinks links,
    UserStore users,
    Roles given,
    Audit audit,
    InstantSource clock)
    implements PasswordByLink {
  private static final int LONGEST = 64;

  /** No letters that look like others. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9._-]+");
  private static final Pattern BEFORE_PLAIN = Pattern.compile("^[^A-Za-z0-9]+");

  @Override
  public boolean choosesName() {
    return true;
  }

  /** What stands before the {@code @}, if nobody is called so. */
  @Override
  public String name(Link link) {
    String email = link.data();
    String local = email.substring(0, Math.max(0, email.lastIndexOf('@')));
    String name = BEFORE_PLAIN.matcher(NOT_PLAIN.matcher(local).replaceAll("")).replaceAll("");
    String cut = name.substring(0, Math.min(name.length(), LONGEST));
    return PLAIN.matcher(cut).matches() && isFree(cut) ? cut : "";
  }

  /** Whoever is called like an address has it. */
  @Override
  public Optional<String> nameFault(Link link, String name) {
    if (!PLAIN.matcher(name).matches() && !OwnAddress.same(name, link.data())) {
      return Optional.of("plain-name");
    }
    return isFree(name) ? Optional.empty() : Optional.of(NAME_TAKEN);
  }

  /** The name comes first, so that the link still works where it is taken; of two who use the link one becomes a user. */
  @Override
  public Outcome set(AuthRequest request, String token, String name, Secret hash) {
    Optional<Link> link = links.find(token).filter(found -> isOpen(found.data()));
    if (link.isEmpty()) {
      return new Outcome.Over();
    }
    if (!isFree(name) || !users.add(name, hash, registration.roles())) {
      return new Outcome.NameTaken();
    }
    User user = users.user(name).orElseThrow();
    if (!isGiven(user, token, link.get().data())) {
      users.delete(name);
      return new Outcome.Over();
    }
    audit.record(
        AuditEvent.of(clock.instant(), AuditType.USER_CREATED, AuditEvent.Outcome.SUCCESS, request)
            .withSubject(user.name())
            .with("actor", "registration"));
    return new Outcome.Done(user);
  }

  /** Uses the link up and gives the user the address; where the store fails in between there is no such user. */
  private boolean isGiven(User user, String token, String email) {
    try {
      return links.take(token).isPresent()
          && users.setAddress(user, email, true) == AddressChange.SET;
    } catch (AuthUnavailableException down) {
      users.delete(user.name());
      throw down;
    }
  }

  /** Whether an account may be made for this address still: the first one is the administrator's. */
  private boolean isOpen(String email) {
    return registration.admits(email) && users.byAddress(email).isEmpty() && !users.isEmpty();
  }

  private boolean isFree(String name) {
    return users.user(name).isEmpty()
        && Stream.of(name, name.toLowerCase(Locale.ROOT))
            .noneMatch(known ->
                signIn.isTaken(known) || !given.listed(known, List.of()).isEmpty());
  }
}
