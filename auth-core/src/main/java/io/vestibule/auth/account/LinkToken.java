package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.internal.Link;
import io.vestibule.auth.session.BrowserSignIn;
import java.time.Duration;
import java.util.Optional;

/**
 * The token of a link on its way through a page: it goes from the address into a cookie at once, out of sight, of
 * bookmarks, of the history and of other sites. Thread-safe.
 *
 * @param purpose names the cookie
 */
record LinkToken(BrowserSignIn signIn, String purpose) {
  private static final String FIELD = "token";
  /** The field of a form that says which link its page was made for. */
  static final String MARK = "link";

  private static final int MARK_LETTERS = 22;
  private static final String LOCALES = "ui_locales";
  private static final Duration KEPT = Duration.ofMinutes(30);
  private static final Headers NO_REFERRER = Headers.of("Referrer-Policy", "no-referrer");

  /** The address of a page with a token in it, within the application. */
  static String address(String page, Secret token) {
    return page + "?" + FIELD + "=" + token.reveal();
  }

  /** Whether the address has something in place of a token that no link has. */
  boolean isNone(AuthRequest request) {
    return request
        .parameter(FIELD)
        .filter(shown -> !AccountLinks.isToken(shown))
        .isPresent();
  }

  /** Leads to the same page without the token, where the address has one; empty where it has none. */
  Optional<AuthResponse> kept(AuthRequest request) {
    return request.parameter(FIELD).map(token -> {
      String locales = request.parameter(LOCALES).orElse("");
      String here = request.contextPath() + request.path();
      Headers headers = AccountLinks.isToken(token)
          ? signIn.cookie(request, purpose, token, KEPT)
          : signIn.deleteCookie(request, purpose);
      return AuthResponse.seeOther(
          new Link(here).with(LOCALES, locales).toString(), headers.and(NO_REFERRER));
    });
  }

  /** The token: in a field of a program, or in the cookie. */
  Optional<String> shown(AuthRequest request, Form form) {
    return form.value(FIELD).or(() -> signIn.cookie(request, purpose));
  }

  /** What a form shows of the token that its page was made for: nobody gets at the token by it. */
  static String mark(String token) {
    return Digests.inBase64Url("mark\n" + token).substring(0, MARK_LETTERS);
  }

  /**
   * Whether a form was made for this token: another link, opened in the same browser meanwhile, has replaced the cookie.
   * What brings the token itself needs no other proof.
   */
  boolean isOfPage(Form form, String token) {
    return form.value(FIELD).isPresent()
        || form.value(MARK).filter(shown -> Digests.same(shown, mark(token))).isPresent();
  }

  /** Forgets it. */
  Headers forget(AuthRequest request) {
    return signIn.deleteCookie(request, purpose);
  }
}
