package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.account.PasswordByLink.Outcome;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.config.TwinPaths;
import io.vestibule.auth.password.NewHash;
import io.vestibule.auth.password.PasswordRules;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.session.CredentialForm;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where somebody who comes by a link chooses a password: {@code /auth/choose-password}. Thread-safe.
 *
 * <p>The link is used up by POST only, for programs that look into mails follow links too. Nobody is signed in by it: the
 * password is asked for on the login page, and so is the second factor of whoever has one.
 */
final class ChoosePasswordPage {
  private static final String PAGE = "choose-password";

  private final BrowserSignIn signIn;
  private final AccountLinks links;
  private final Map<Purpose, PasswordByLink> purposes;
  private final NewHash newHash;
  private final LinkToken token;
  private final AccountPages pages;
  private final TakenNames takenNames;
  private final TwinPaths twins;

  ChoosePasswordPage(
      BrowserSignIn signIn,
      AccountLinks links,
      Map<Purpose, PasswordByLink> purposes,
      NewHash newHash,
      AccountPages pages,
      InstantSource clock) {
    this.signIn = signIn;
    this.links = links;
    this.purposes = Map.copyOf(purposes);
    this.newHash = newHash;
    this.pages = pages;
    this.token = new LinkToken(signIn, "choose");
    this.takenNames = new TakenNames(links, clock);
    this.twins = new TwinPaths(signIn.base());
  }

  /** Where the link of this token leads, within the application. */
  static String address(String base, Secret token) {
    return LinkToken.address(base + "/" + PAGE, token);
  }

  List<Endpoint> endpoints() {
    Endpoint.Handler choose = signIn.openForms().sent(this::again, this::submit);
    return List.of(
        new Endpoint("GET", signIn.base() + "/" + PAGE, this::show),
        new Endpoint("POST", signIn.base() + "/" + PAGE, choose),
        new Endpoint("POST", signIn.base() + "/api/" + PAGE, choose));
  }

  /** A link that works: its token, whom it is for, and how that one gets a password. */
  private record Open(String token, AccountLinks.Link link, PasswordByLink way) {
    String name() {
      return way.name(link);
    }
  }

  private AuthResponse show(AuthRequest request, Form form) {
    if (token.isNone(request)) {
      return over(request);
    }
    return token.kept(request).orElseGet(() -> open(request, form)
        .map(open -> page(request, 200, open, Map.of("username", open.name())))
        .orElseGet(() -> over(request)));
  }

  private Optional<Open> open(AuthRequest request, Form form) {
    Optional<String> shown = token.shown(request, form);
    return shown.flatMap(links::find).flatMap(link -> Optional.ofNullable(
            purposes.get(link.purpose()))
        .map(way -> new Open(shown.get(), link, way)));
  }

  private AuthResponse submit(AuthRequest request, Form form) {
    return open(request, form)
        .map(open -> token.isOfPage(form, open.token())
            ? check(request, form, open)
            : signIn.openForms().page(request, 409, PAGE, Map.of("error", "another-link")))
        .orElseGet(() -> over(request));
  }

  private AuthResponse check(AuthRequest request, Form form, Open open) {
    CredentialForm typed = new CredentialForm(form);
    boolean chooses = open.way().choosesName();
    List<String> missing = typed.missing().stream()
        .filter(field -> chooses || !field.equals("username"))
        .toList();
    if (!missing.isEmpty()) {
      return again(request, form, 422, Map.of("error", "missing-field", "missing", missing));
    }
    String name = chooses ? typed.username().strip() : open.name();
    Optional<String> nameFault = UserStore.isName(name)
        ? open.way().nameFault(open.link(), name)
        : Optional.of("unusable-name");
    if (nameFault.isPresent()) {
      return nameFault.get().equals(PasswordByLink.NAME_TAKEN)
          ? nameTaken(request, form, open)
          : refused(request, form, 422, nameFault.get());
    }
    Optional<PasswordRules.Fault> fault = PasswordRules.fault(name, typed.password());
    return fault.map(wrong -> refused(request, form, 422, wrong.word())).orElseGet(() -> newHash
        .of(typed.password())
        .map(hash -> set(request, form, open, name, hash))
        .orElseGet(() -> refused(request, form, 422, "unusable-password")));
  }

  /** The hash is computed before, so that nothing slow stands between the link's end and the password. */
  private AuthResponse set(AuthRequest request, Form form, Open open, String name, Secret hash) {
    Outcome outcome = open.way().set(request, open.token(), name, hash);
    if (outcome instanceof Outcome.Done done) {
      return done(request, done.user().name());
    }
    return outcome instanceof Outcome.NameTaken ? nameTaken(request, form, open) : over(request);
  }

  private AuthResponse nameTaken(AuthRequest request, Form form, Open open) {
    return takenNames.areTooMany(open.token())
        ? over(request)
        : refused(request, form, 409, PasswordByLink.NAME_TAKEN);
  }

  /** Whoever was signed in here is not who comes now, or has another password by now. */
  private AuthResponse done(AuthRequest request, String name) {
    Headers headers = token.forget(request);
    if (twins.isForProgram(request)) {
      Map<String, Object> told = Map.of("username", name, "login_url", signIn.loginPage(request));
      return new AuthResponse(200, headers.and(Headers.NO_STORE), new Body.Json(told));
    }
    boolean signedIn = signIn.isSignedIn(request);
    AuthResponse login = AuthResponse.seeOther(
        signIn.loginPage(request, "password-set"),
        signedIn ? headers.and(signIn.leave(request)) : headers);
    return signedIn ? login.with(HostSession.END) : login;
  }

  private AuthResponse over(AuthRequest request) {
    return signIn
        .openForms()
        .page(request, 410, PAGE, Map.of("error", "link-over"))
        .with(token.forget(request));
  }

  private AuthResponse refused(AuthRequest request, Form form, int status, String code) {
    return again(request, form, status, Map.of("error", code));
  }

  private AuthResponse again(AuthRequest request, Form form, int status, Map<String, Object> more) {
    Optional<Open> open = open(request, form);
    if (open.isEmpty()) {
      return more.containsKey("error")
          ? signIn.openForms().page(request, status, PAGE, more)
          : over(request);
    }
    Map<String, Object> model = new LinkedHashMap<>(more);
    String typed = new CredentialForm(form).username().strip();
    model.put("username", open.get().way().choosesName() ? typed : open.get().name());
    return page(request, status, open.get(), model);
  }

  private AuthResponse page(AuthRequest request, int status, Open open, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>(more);
    model.put("purpose", open.link().purpose().name().toLowerCase(Locale.ROOT));
    model.put("choose_name", open.way().choosesName());
    if (open.link().purpose() == Purpose.REGISTER) {
      model.put("address", open.link().data());
    }
    model.put("has_tokens", pages.names("", Set.of()).contains("tokens"));
    model.put(LinkToken.MARK, LinkToken.mark(open.token()));
    model.put("min_length", PasswordRules.MIN_LENGTH);
    return signIn.openForms().page(request, status, PAGE, model);
  }
}
