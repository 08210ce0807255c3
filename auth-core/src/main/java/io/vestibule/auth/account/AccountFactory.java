package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.GivenRoles;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.mail.Mails;
import io.vestibule.auth.password.HashGate;
import io.vestibule.auth.password.NewHash;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.password.UsersSettings;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.store.Stores;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes what people and administrators look after accounts with, wherever users who sign in on the login page stand in
 * the store. It authenticates nobody. Found by {@link java.util.ServiceLoader}. Without state.
 */
public final class AccountFactory implements AuthenticatorFactory {
  private static final String SESSION = "session";
  private static final String CLOSING = "closing";

  /** For the service loader. */
  public AccountFactory() {}

  @Override
  public Section section() {
    return UsersSettings.ACCOUNTS;
  }

  @Override
  public List<Section> alsoReads() {
    return Stream.of(List.of(UsersSettings.ACCOUNTS), BrowserSignIn.sections(), Mails.sections())
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  @Override
  public List<String> comesWith() {
    return List.of(Stores.SECTION.name());
  }

  @Override
  public boolean asksLast() {
    return true;
  }

  @Override
  public boolean provesFactors() {
    return false;
  }

  @Override
  public Authenticator create(Settings settings) {
    GivenRoles.of(settings).only(settings.name(), Set.of());
    Optional<Mails> mails = Mails.of(settings);
    Optional<UserStore> users = users(settings);
    Optional<Registration> registration = Registration.of(
        settings,
        users.isPresent(),
        mails.isPresent(),
        settings.text(UserAdministration.ADMINISTRATORS));
    mails.ifPresent(sent -> users.ifPresent(known -> known.tell(new Notices(sent))));
    return new Serving(
        users.map(known -> endpoints(settings, known, mails, registration)).orElse(List.of()));
  }

  /** Knows nobody, and answers. */
  private record Serving(List<Endpoint> endpoints) implements Authenticator {
    @Override
    public AuthResult authenticate(AuthRequest request) {
      return AuthResult.notAttempted();
    }
  }

  /** The users of the login page, where they stand in the store. */
  private static Optional<UserStore> users(Settings settings) {
    return settings.ways().contains(SESSION)
        ? BrowserSignIn.of(settings).storedUsers()
        : Optional.empty();
  }

  private static List<Endpoint> endpoints(
      Settings settings,
      UserStore users,
      Optional<Mails> mails,
      Optional<Registration> registration) {
    BrowserSignIn signIn = BrowserSignIn.of(settings);
    AccountLinks links = settings.shared(
        AccountLinks.class,
        () -> new AccountLinks(Stores.of(settings), users, new SecureRandom(), settings.clock()));
    return Stream.of(
            choosePassword(settings, signIn, links, users, registration),
            UserAdministration.endpoints(settings, signIn, links, users, mails),
            profile(settings, signIn, links, users, mails),
            mails.map(sent -> forgot(settings, signIn, links, users, sent)).orElse(List.of()),
            registration
                .flatMap(admitted ->
                    mails.map(sent -> register(settings, signIn, links, users, sent, admitted)))
                .orElse(List.of()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Endpoint> forgot(
      Settings settings, BrowserSignIn signIn, AccountLinks links, UserStore users, Mails mails) {
    Audit audit = settings.shared(Audit.class, Audit::of);
    return new ForgotPage(
            signIn,
            mails,
            new ForgottenPasswords(signIn.base(), links, users, mails, audit, settings.clock()))
        .endpoints();
  }

  private static List<Endpoint> register(
      Settings settings,
      BrowserSignIn signIn,
      AccountLinks links,
      UserStore users,
      Mails mails,
      Registration registration) {
    Audit audit = settings.shared(Audit.class, Audit::of);
    return new RegisterPage(signIn, registration, links, users, mails, audit, settings.clock())
        .endpoints();
  }

  private static List<Endpoint> profile(
      Settings settings,
      BrowserSignIn signIn,
      AccountLinks links,
      UserStore users,
      Optional<Mails> mails) {
    Audit audit = settings.shared(Audit.class, Audit::of);
    boolean closing = settings.flag(CLOSING);
    OwnAddress addresses = new OwnAddress(users, links, mails, audit, settings.clock());
    List<Endpoint> endpoints = new ArrayList<>(
        new ProfilePage(signIn, addresses, users, closing, AccountPages.of(settings)).endpoints());
    if (mails.isPresent()) {
      endpoints.addAll(new ConfirmAddressPage(signIn, links, addresses).endpoints());
    }
    if (closing) {
      Removal removal = UserAdministration.removal(settings, signIn, links, users);
      endpoints.addAll(
          new CloseAccountPage(signIn, removal, mails, audit, settings.clock()).endpoints());
    }
    return endpoints;
  }

  private static List<Endpoint> choosePassword(
      Settings settings,
      BrowserSignIn signIn,
      AccountLinks links,
      UserStore users,
      Optional<Registration> registration) {
    Audit audit = settings.shared(Audit.class, Audit::of);
    PasswordByLink stored = new StoredPasswordByLink(links, users, audit, settings.clock());
    Map<Purpose, PasswordByLink> purposes = new EnumMap<>(Purpose.class);
    purposes.put(Purpose.INVITE, stored);
    purposes.put(Purpose.RESET, stored);
    registration.ifPresent(admitted -> purposes.put(
        Purpose.REGISTER,
        new RegistrationByLink(
            admitted, signIn, links, users, Roles.from(settings), audit, settings.clock())));
    HashGate gate = settings.shared(HashGate.class, HashGate::ofAllCores);
    return new ChoosePasswordPage(
            signIn, links, purposes, new NewHash(gate), AccountPages.of(settings), settings.clock())
        .endpoints();
  }
}
