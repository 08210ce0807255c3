package io.vestibule.auth.session;

import io.vestibule.auth.Headers;

/** What every answer of ours carries: nobody keeps a copy. */
final class Private {
  static final Headers NO_STORE = Headers.of("Cache-Control", "no-store");

  private Private() {}
}
