package io.vestibule.auth.servlet;

import io.vestibule.auth.Auth;
import io.vestibule.auth.server.TrustedProxies;

/** What all requests through one filter share. */
record GuardContext(
    Auth auth, ResponseWriter reply, TrustedProxies trusted, IdentityFields fields) {
  GuardContext(Auth auth, ResponseWriter reply, TrustedProxies trusted) {
    this(auth, reply, trusted, new IdentityFields(auth.headerAuthenticators()));
  }

  /** What the application may ask of a request. */
  ProgrammaticLogin login() {
    return new ProgrammaticLogin(this);
  }
}
