package io.vestibule.auth.account;

import io.vestibule.auth.Endpoint;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.mail.Mails;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.store.Stores;
import io.vestibule.auth.throttle.Throttle;
import io.vestibule.auth.totp.SecondFactors;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes what administrators look after users with, from {@code [accounts]}. Without state. */
final class UserAdministration {
  /** The key that names their role. */
  static final String ADMINISTRATORS = "administrators";

  private UserAdministration() {}

  static List<Endpoint> endpoints(
      Settings settings,
      BrowserSignIn signIn,
      AccountLinks links,
      UserStore users,
      Optional<Mails> mails) {
    String role = settings.text(ADMINISTRATORS);
    if (!UserStore.isRole(role)) {
      settings.fault(
          ADMINISTRATORS, "\"" + role + "\" is no role", "write one word, such as admin");
    }
    Audit audit = settings.shared(Audit.class, Audit::of);
    Removal removal = removal(settings, signIn, links, users);
    LinkAddress address = settings.shared(
        LinkAddress.class, () -> new LinkAddress(ServerSection.publicUrl(settings), signIn.base()));
    Invitations invitations = new Invitations(links, mails, signIn.base(), audit, settings.clock());
    UserDesk desk =
        new UserDesk(users, removal, invitations, signIn::endSessions, audit, settings.clock());
    UserActions actions = new UserActions(desk);
    AdministratorDoor door = new AdministratorDoor(users, removal.administrators(), role);
    AccountPages pages = AccountPages.of(settings);
    pages.addForRole("users", role);
    return Stream.concat(
            new UserPages(signIn, users, desk, actions, invitations, door, address, pages)
                .endpoints().stream(),
            new UserApi(users, desk, actions, door, address).endpoints(signIn.base()).stream())
        .toList();
  }

  /** What removes a user of this file: one for all who may. */
  static Removal removal(
      Settings settings, BrowserSignIn signIn, AccountLinks links, UserStore users) {
    Store store = Stores.of(settings);
    String role = settings.text(ADMINISTRATORS);
    Administrators administrators = settings.shared(
        Administrators.class, () -> new Administrators(store, users, role, settings.clock()));
    return settings.shared(
        Removal.class,
        () -> new Removal(
            users,
            administrators,
            SecondFactors.over(store, users, Throttle.off(), Audit.none(), settings.clock(), ""),
            links,
            signIn::endSessions));
  }
}
