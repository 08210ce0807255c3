package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.TwinPaths;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.csrf.Provenance;
import io.vestibule.auth.internal.Printable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a request that changes something comes from our own pages. Thread-safe. */
final class SameSite {
  private static final Logger LOG = LoggerFactory.getLogger(SameSite.class);

  private final OriginCheck origins;
  private final FormToken formToken;
  private final TwinPaths twins;

  SameSite(OriginCheck origins, FormToken formToken, TwinPaths twins) {
    this.origins = origins;
    this.formToken = formToken;
    this.twins = twins;
  }

  /** Whether it may act; a browser that says nothing shows the token in a header. */
  boolean allows(AuthRequest request) {
    return allows(request, Form.empty());
  }

  /** The same, and the token may stand in the form. Without a cookie nobody can be made to do anything. */
  boolean allows(AuthRequest request, Form form) {
    Provenance provenance = origins.check(request);
    return provenance instanceof Provenance.Trusted
        || (provenance instanceof Provenance.Unknown && harmless(request, form));
  }

  /** Whether another site made the browser send it. */
  boolean isForeign(AuthRequest request) {
    if (origins.check(request) instanceof Provenance.Foreign foreign) {
      LOG.info("cross-site request refused: {}", Printable.of(foreign.reason()));
      return true;
    }
    return false;
  }

  /** What is shown in place of what was asked: the page again, as a refusal if another site made the browser ask. */
  AuthResponse instead(AuthRequest request, Supplier<AuthResponse> page) {
    boolean foreign = isForeign(request);
    if (twins.isTwin(request)) {
      return Problem.crossSite();
    }
    AuthResponse shown = page.get();
    return foreign ? new AuthResponse(403, shown.headers(), shown.body()) : shown;
  }

  private boolean harmless(AuthRequest request, Form form) {
    return request.header("Cookie").isEmpty() || formToken.matches(request, form);
  }
}
