package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.config.TwinPaths;
import io.vestibule.auth.mail.Asker;
import io.vestibule.auth.mail.Mails;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.session.CredentialForm;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where somebody who has forgotten the password asks for a link: {@code /auth/forgot}. Everybody is told the same in the
 * same time, whether or not there is such a user (ASVS 6.3.8). Thread-safe.
 */
final class ForgotPage {
  private static final String PAGE = "forgot";

  private final BrowserSignIn signIn;
  private final Mails mails;
  private final ForgottenPasswords forgotten;
  private final TwinPaths twins;

  ForgotPage(BrowserSignIn signIn, Mails mails, ForgottenPasswords forgotten) {
    this.signIn = signIn;
    this.mails = mails;
    this.forgotten = forgotten;
    this.twins = new TwinPaths(signIn.base());
    signIn.addBesideForm(PAGE);
  }

  List<Endpoint> endpoints() {
    Endpoint.Handler ask = signIn.openForms().sent(this::again, this::submit);
    return List.of(
        new Endpoint("GET", signIn.base() + "/" + PAGE, this::show),
        new Endpoint("POST", signIn.base() + "/" + PAGE, ask),
        new Endpoint("POST", signIn.base() + "/api/" + PAGE, ask));
  }

  private AuthResponse show(AuthRequest request, Form form) {
    return again(request, form, 200, Map.of());
  }

  private AuthResponse submit(AuthRequest request, Form form) {
    String typed = new CredentialForm(form).username().strip();
    if (typed.isEmpty()) {
      Map<String, Object> missing =
          Map.of("error", "missing-field", "missing", List.of("username"));
      return again(request, form, 422, missing);
    }
    Asker asker = mails.asker(request);
    Duration wait = mails.askingFor(asker);
    if (!wait.isZero()) {
      forgotten.tooOften(request);
      return signIn.openForms().wait(request, form, this::again, wait);
    }
    forgotten.mail(request, asker, typed);
    return asked(request);
  }

  private AuthResponse asked(AuthRequest request) {
    Map<String, Object> model =
        Map.of("asked", true, "minutes", Purpose.RESET.life().toMinutes());
    return twins.isForProgram(request)
        ? new AuthResponse(202, Headers.NO_STORE, new Body.Json(model))
        : signIn.openForms().page(request, 200, PAGE, model);
  }

  /** What was typed is not shown again: people type passwords into the field of the name, too. */
  private AuthResponse again(AuthRequest request, Form form, int status, Map<String, Object> more) {
    return signIn.openForms().page(request, status, PAGE, more);
  }
}
