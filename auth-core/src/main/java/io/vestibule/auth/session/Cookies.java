package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import java.util.Optional;

/** The cookies of one application. Thread-safe. */
final class Cookies {
  private final String application;
  private volatile Optional<Cookie> lastSession = Optional.empty();

  Cookies(String application) {
    this.application = application;
  }

  /** The session's token. Every request asks for it, and nearly all of them for the same one. */
  Cookie session(AuthRequest request) {
    Optional<Cookie> last = lastSession;
    if (last.isPresent() && last.get().isFor(request)) {
      return last.get();
    }
    Cookie cookie = Cookie.of("session", application, request);
    lastSession = Optional.of(cookie);
    return cookie;
  }

  /** "Stay signed in". */
  Cookie device(AuthRequest request) {
    return Cookie.of("device", application, request);
  }

  /** A device on which this user signed in before. */
  Cookie known(AuthRequest request) {
    return Cookie.of("known", application, request);
  }

  /** Ties a login form to the browser that asked for it. */
  Cookie visit(AuthRequest request) {
    return Cookie.of("visit", application, request);
  }

  /** The token of the set-up link, so that it does not stay in the address bar. */
  Cookie setup(AuthRequest request) {
    return Cookie.of("setup", application, request);
  }

  /** A sign-in of which the password was right, and the code is missing. */
  Cookie code(AuthRequest request) {
    return Cookie.of("code", application, request);
  }

  /** One of another way of signing in. */
  Cookie named(String purpose, AuthRequest request) {
    return Cookie.of(purpose, application, request);
  }
}
