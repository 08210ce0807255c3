package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Form;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.TwinPaths;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.csrf.Provenance;
import io.vestibule.auth.internal.Printable;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a request that changes something comes from our own pages. Thread-safe. */
final class SameSite {
  private static final Logger LOG = LoggerFactory.getLogger(SameSite.class);

  private final OriginCheck origins;
  private final FormToken formToken;
  private final TwinPaths twins;
  private final Audit audit;
  private final InstantSource clock;

  SameSite(
      OriginCheck origins, FormToken formToken, TwinPaths twins, Audit audit, InstantSource clock) {
    this.origins = origins;
    this.formToken = formToken;
    this.twins = twins;
    this.audit = audit;
    this.clock = clock;
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

  /** Why a request may not act, for the log. */
  String objection(AuthRequest request) {
    return origins.check(request) instanceof Provenance.Foreign foreign
        ? foreign.reason()
        : "nothing says where it comes from, and it has no token of ours";
  }

  /** Whether another site made the browser send it, which is then refused. */
  boolean isForeign(AuthRequest request) {
    if (origins.check(request) instanceof Provenance.Foreign foreign) {
      LOG.debug("cross-site request refused: {}", Printable.of(foreign.reason()));
      tell(request, foreign);
      return true;
    }
    return false;
  }

  private void tell(AuthRequest request, Provenance.Foreign foreign) {
    audit.record(
        AuditEvent.of(clock.instant(), AuditType.CROSS_SITE, AuditEvent.Outcome.DENIED, request)
            .withReason("cross-site")
            .with("method", request.method())
            .with("path", request.path())
            .with("why", foreign.reason()));
  }

  /** Why a form is not looked at that signs somebody in. */
  Optional<FormFault> fault(AuthRequest request, Form form) {
    if (isForeign(request)) {
      return Optional.of(FormFault.CROSS_SITE);
    }
    if (form.value("csrf").isPresent() && !formToken.hasCookie(request)) {
      return Optional.of(FormFault.COOKIES_BLOCKED);
    }
    if (allows(request, form)) {
      return Optional.empty();
    }
    return Optional.of(twins.isForProgram(request) ? FormFault.CROSS_SITE : FormFault.STALE_PAGE);
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
