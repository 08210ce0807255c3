package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;

/** The cookies of one application. */
record Cookies(String application) {

  /** The session's token. */
  Cookie session(AuthRequest request) {
    return Cookie.of("session", application, request);
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

  /** One of another way of signing in. */
  Cookie named(String purpose, AuthRequest request) {
    return Cookie.of(purpose, application, request);
  }
}
