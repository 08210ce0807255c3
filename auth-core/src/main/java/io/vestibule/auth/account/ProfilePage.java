package io.vestibule.auth.account;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.config.TwinPaths;
import io.vestibule.auth.internal.EmailAddress;
import io.vestibule.auth.password.AddressChange;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.session.AccountVisit;
import io.vestibule.auth.session.AccountVisits;
import io.vestibule.auth.session.BrowserSignIn;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is known of a user, for the user: {@code GET /auth/profile}, and from there the change of the address. Thread-safe.
 *
 * <p>Whoever changes it shows the password, and a code where there is a second factor: who has the address may one day
 * get at the account by it.
 */
final class ProfilePage {
  private static final String NAME = "profile";
  private static final String PAGE = "/" + NAME;
  private static final String EMAIL = "email";
  private static final String PASSWORD = "password";
  private static final String NOTICE = "notice";
  private static final Set<String> NOTICES = Set.of("email-changed");

  private final BrowserSignIn signIn;
  private final AccountVisits visits;
  private final OwnAddress addresses;
  private final UserStore users;
  private final boolean closing;
  private final TwinPaths twins;

  ProfilePage(
      BrowserSignIn signIn,
      OwnAddress addresses,
      UserStore users,
      boolean closing,
      AccountPages pages) {
    this.signIn = signIn;
    this.visits = signIn.visits();
    this.addresses = addresses;
    this.users = users;
    this.closing = closing;
    this.twins = new TwinPaths(signIn.base());
    pages.addForPasswords(NAME);
  }

  List<Endpoint> endpoints() {
    String base = signIn.base();
    Endpoint.Handler show = visits.shown(this::show);
    Endpoint.Handler change = visits.sent(this::page, this::change);
    Endpoint.Handler remove = visits.sent(this::page, this::remove);
    Stream<Endpoint> changing = addresses.canBeProved()
        ? Stream.of(
            new Endpoint("POST", base + PAGE + "/email", change),
            new Endpoint("POST", base + "/api" + PAGE + "/email", change))
        : Stream.of();
    Stream<Endpoint> always = Stream.of(
        visits.resuming(new Endpoint("GET", base + PAGE, show)),
        new Endpoint("GET", base + "/api" + PAGE, show),
        new Endpoint("POST", base + PAGE + "/email/remove", remove),
        new Endpoint("POST", base + "/api" + PAGE + "/email/remove", remove));
    return Stream.concat(always, changing).toList();
  }

  /** Where the page is that says that the address is changed. */
  static String changed(BrowserSignIn signIn) {
    return signIn.base() + PAGE + "?" + NOTICE + "=email-changed";
  }

  private AuthResponse show(AccountVisit visit) {
    return page(
        visit,
        200,
        visit
            .request()
            .parameter(NOTICE)
            .filter(NOTICES::contains)
            .<Map<String, Object>>map(notice -> Map.of("status_message", notice))
            .orElse(Map.of()));
  }

  /** What is wrong with the address is said first, so that no code is used up in vain. */
  private AuthResponse change(AccountVisit visit) {
    List<String> missing = visit.missing(EMAIL, PASSWORD);
    if (!missing.isEmpty()) {
      return page(visit, 422, Map.of("error", "missing-field", "missing", missing));
    }
    Optional<String> email = EmailAddress.typed(visit.typed(EMAIL));
    if (email.isEmpty()) {
      return page(visit, 422, Map.of("error", "bad-email"));
    }
    User now = now(visit);
    return now.hasVerifiedEmail() && OwnAddress.same(now.email(), email.get())
        ? page(visit, 422, Map.of("error", "same-email"))
        : visits.proved(visit, PASSWORD, this::page, user -> prove(visit, user, email.get()));
  }

  private AuthResponse prove(AccountVisit visit, User user, String email) {
    Duration wait = addresses.askingFor(visit.request(), user);
    if (!wait.isZero()) {
      return visits.wait(wait, more -> page(visit, 429, more));
    }
    addresses.prove(visit.request(), user, email, signIn.base() + ConfirmAddressPage.PAGE);
    if (twins.isForProgram(visit.request())) {
      return new AuthResponse(202, Headers.NO_STORE, Body.none());
    }
    Map<String, Object> sent = Map.of(
        "status_message",
        "email-sent",
        "sent_to",
        email,
        "hours",
        Purpose.ADDRESS.life().toHours(),
        "typed_email",
        "");
    return page(visit, 200, sent);
  }

  private AuthResponse remove(AccountVisit visit) {
    List<String> missing = visit.missing(PASSWORD);
    return missing.isEmpty()
        ? visits.proved(visit, PASSWORD, this::page, user -> removed(visit, user))
        : page(visit, 422, Map.of("error", "missing-field", "missing", missing));
  }

  private AuthResponse removed(AccountVisit visit, User user) {
    if (addresses.replace(visit.request(), user, "") != AddressChange.SET) {
      return page(visit, 409, Map.of("error", "changed-meanwhile"));
    }
    return twins.isForProgram(visit.request())
        ? new AuthResponse(204, Headers.NO_STORE, Body.none())
        : page(visit, 200, Map.of("status_message", "email-removed", "typed_email", ""));
  }

  /** What was read for the visit may be from before the change that the page is to show. */
  private User now(AccountVisit visit) {
    return users.user(visit.user().name()).orElse(visit.user());
  }

  private AuthResponse page(AccountVisit visit, int status, Map<String, Object> more) {
    User user = now(visit);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put(EMAIL, user.email());
    model.put("email_verified", user.hasVerifiedEmail());
    model.put("roles", List.copyOf(new TreeSet<>(user.roles())));
    model.put("can_change", addresses.canBeProved());
    model.put("can_close", closing);
    model.put("typed_email", visit.typed(EMAIL));
    model.put("recovery", visit.isRecovery());
    model.putAll(more);
    model.put("factor", user.hasFactor() || Boolean.TRUE.equals(more.get("factor")));
    return visits.page(visit, status, NAME, model);
  }
}
