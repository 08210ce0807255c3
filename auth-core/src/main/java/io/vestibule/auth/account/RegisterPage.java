package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.TwinPaths;
import io.vestibule.auth.internal.EmailAddress;
import io.vestibule.auth.mail.Asker;
import io.vestibule.auth.mail.Mail;
import io.vestibule.auth.mail.MailKind;
import io.vestibule.auth.mail.Mails;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.session.BrowserSignIn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where anybody asks for an account: {@code /auth/register}. Everybody is told the same in the same time, whether or not the
 * address is somebody's; the mail tells it, to its reader. Nothing is kept but the link. Thread-safe.
 */
final class RegisterPage {
  private static final String PAGE = "register";
  private static final String EMAIL = "email";

  private final BrowserSignIn signIn;
  private final Registration registration;
  private final AccountLinks links;
  private final UserStore users;
  private final Mails mails;
  private final Audit audit;
  private final InstantSource clock;
  private final TwinPaths twins;

  RegisterPage(
      BrowserSignIn signIn,
      Registration registration,
      AccountLinks links,
      UserStore users,
      Mails mails,
      Audit audit,
      InstantSource clock) {
    this.signIn = signIn;
    this.registration = registration;
    this.links = links;
    this.users = users;
    this.mails = mails;
    this.audit = audit;
    this.clock = clock;
    this.twins = new TwinPaths(signIn.base());
    signIn.addBesideForm(PAGE);
  }

  List<Endpoint> endpoints() {
    Endpoint.Handler register = signIn.openForms().sent(this::again, this::submit);
    return List.of(
        new Endpoint(
            "GET",
            signIn.base() + "/" + PAGE,
            (request, form) -> again(request, form, 200, Map.of())),
        new Endpoint("POST", signIn.base() + "/" + PAGE, register),
        new Endpoint("POST", signIn.base() + "/api/" + PAGE, register));
  }

  private AuthResponse submit(AuthRequest request, Form form) {
    String typed = form.value(EMAIL).orElse("");
    if (typed.isBlank()) {
      Map<String, Object> missing = Map.of("error", "missing-field", "missing", List.of(EMAIL));
      return again(request, form, 422, missing);
    }
    Optional<String> email = EmailAddress.typed(typed);
    if (email.isEmpty()) {
      return again(request, form, 422, Map.of("error", "bad-email"));
    }
    if (!registration.admits(email.get())) {
      return again(request, form, 422, Map.of("error", "email-domain"));
    }
    Asker asker = mails.asker(request);
    Duration wait = mails.askingFor(asker);
    if (!wait.isZero()) {
      audit.record(
          AuditEvent.of(clock.instant(), AuditType.THROTTLED, AuditEvent.Outcome.DENIED, request)
              .withReason("rate-limited")
              .with("actor", PAGE));
      return signIn.openForms().wait(request, form, this::again, wait);
    }
    return asked(request, form, asker, email.get());
  }

  /**
   * Whose the address is, is looked up in the background: no answer takes longer for it. As long as there is nobody, the
   * first account is the administrator's.
   */
  private AuthResponse asked(AuthRequest request, Form form, Asker asker, String email) {
    AuditEvent issued = AuditEvent.of(
            clock.instant(), AuditType.LINK_ISSUED, AuditEvent.Outcome.SUCCESS, request)
        .with("purpose", PAGE)
        .with("actor", "registration");
    mails.prepare(
        () -> users.isEmpty() ? Optional.empty() : Optional.of(mail(asker, email, issued)));
    Map<String, Object> model =
        Map.of("asked", true, "sent_to", email, "hours", Purpose.REGISTER.life().toHours());
    return twins.isForProgram(request)
        ? new AuthResponse(202, Headers.NO_STORE, new Body.Json(model))
        : again(request, form, 200, model);
  }

  private Mail mail(Asker asker, String email, AuditEvent issued) {
    Optional<User> known = users.byAddress(email);
    return known.isPresent()
        ? Mail.of(MailKind.REGISTERED_ALREADY, email, asker)
            .with("name", known.get().name())
            .with("link", mails.link(signIn.base() + "/login"))
        : Mail.of(MailKind.REGISTRATION, email, asker)
            .with("hours", Long.toString(Purpose.REGISTER.life().toHours()))
            .with("link", () -> link(email, issued));
  }

  private String link(String email, AuditEvent issued) {
    Secret token = links.issueToRegister(email);
    audit.record(issued);
    return mails.link(ChoosePasswordPage.address(signIn.base(), token));
  }

  private AuthResponse again(AuthRequest request, Form form, int status, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("domains", registration.shownDomains());
    model.put("typed_email", form.value(EMAIL).orElse(""));
    model.putAll(more);
    return signIn.openForms().page(request, status, PAGE, model);
  }
}
