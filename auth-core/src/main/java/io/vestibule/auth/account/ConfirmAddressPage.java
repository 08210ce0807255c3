package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.account.AccountLinks.Link;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.config.TwinPaths;
import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.password.AddressChange;
import io.vestibule.auth.password.User;
import io.vestibule.auth.session.AccountVisit;
import io.vestibule.auth.session.AccountVisits;
import io.vestibule.auth.session.BrowserSignIn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a link leads that was sent to a new address: {@code /auth/confirm-address}. Thread-safe.
 *
 * <p>Whoever comes reads what is sent there, and signs in as the user who asked for it: else somebody could have strangers
 * confirm their own addresses for another's account. The link is used up by POST only.
 */
final class ConfirmAddressPage {
  static final String PAGE = "/confirm-address";
  private static final String NAME = "confirm-address";

  private final BrowserSignIn signIn;
  private final AccountVisits visits;
  private final AccountLinks links;
  private final OwnAddress addresses;
  private final LinkToken token;
  private final TwinPaths twins;

  ConfirmAddressPage(BrowserSignIn signIn, AccountLinks links, OwnAddress addresses) {
    this.signIn = signIn;
    this.visits = signIn.visits();
    this.links = links;
    this.addresses = addresses;
    this.token = new LinkToken(signIn, "address");
    this.twins = new TwinPaths(signIn.base());
  }

  List<Endpoint> endpoints() {
    String base = signIn.base();
    Endpoint.Handler shown = visits.shown(visit -> page(visit, 200, Map.of()));
    Endpoint.Handler confirm = visits.sent(this::page, this::confirm);
    return List.of(
        visits.resuming(new Endpoint("GET", base + PAGE, (request, form) -> token
            .kept(request)
            .orElseGet(() -> handled(shown, request, form)))),
        new Endpoint("POST", base + PAGE, confirm),
        new Endpoint("POST", base + "/api" + PAGE, confirm));
  }

  private static AuthResponse handled(Endpoint.Handler page, AuthRequest request, Form form) {
    return page.handle(request, form);
  }

  private AuthResponse confirm(AccountVisit visit) {
    Optional<Link> link = link(visit).filter(found -> isOf(visit, found));
    return link.isPresent() && link.get().user().isPresent()
        ? confirmed(visit, link.get().user().get(), link.get().data())
        : page(visit, 410, Map.of());
  }

  /** It is used up once it has done its work: done twice it does the same, and whoever was not served comes again. */
  private AuthResponse confirmed(AccountVisit visit, User user, String email) {
    AddressChange change = addresses.replace(visit.request(), user, email);
    if (change != AddressChange.SET) {
      return change == AddressChange.TAKEN ? closed(visit, 409, "email-taken") : over(visit);
    }
    shown(visit).ifPresent(links::take);
    Headers forgotten = token.forget(visit.request());
    return twins.isForProgram(visit.request())
        ? new AuthResponse(204, forgotten.and(Headers.NO_STORE), Body.none())
        : AuthResponse.seeOther(
            visit.request().contextPath() + ProfilePage.changed(signIn), forgotten);
  }

  /** What the link says, or why it does nothing. */
  private AuthResponse page(AccountVisit visit, int status, Map<String, Object> more) {
    Optional<Link> link = link(visit);
    if (link.isEmpty()) {
      return over(visit);
    }
    if (!isOf(visit, link.get())) {
      return closed(visit, 403, "link-of-another");
    }
    Map<String, Object> model = new LinkedHashMap<>(more);
    model.put("address", link.get().data());
    return visits.page(visit, status, NAME, model);
  }

  private AuthResponse over(AccountVisit visit) {
    return closed(visit, 410, "address-link-over").with(token.forget(visit.request()));
  }

  private AuthResponse closed(AccountVisit visit, int status, String code) {
    return visits.page(visit, status, NAME, Map.of("error", code));
  }

  private Optional<String> shown(AccountVisit visit) {
    return token.shown(visit.request(), visit.form());
  }

  private Optional<Link> link(AccountVisit visit) {
    return shown(visit).flatMap(links::find).filter(link -> link.purpose() == Purpose.ADDRESS);
  }

  private static boolean isOf(AccountVisit visit, Link link) {
    return link.user()
        .filter(
            user -> FoldedName.of(user.name()).equals(FoldedName.of(visit.user().name())))
        .isPresent();
  }
}
