package io.vestibule.auth.oauth;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Body;
import io.vestibule.auth.Headers;
import io.vestibule.auth.RetryAfter;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.internal.LogLimit;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.oauth.SignInRefusedException.Page;
import io.vestibule.auth.session.BrowserSignIn;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a sign-in that failed: the audit and the log why, the person what to do. They share a reference.
 * Thread-safe.
 */
final class SignInErrors {
  private static final Logger LOG = LoggerFactory.getLogger(SignInErrors.class);

  private final BrowserSignIn signIn;
  private final Audit audit;
  private final SecureRandom random;
  private final InstantSource clock;
  private final LogLimit log;

  SignInErrors(BrowserSignIn signIn, Audit audit, SecureRandom random, InstantSource clock) {
    this.signIn = signIn;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
    this.log = new LogLimit(clock, "sign-ins were refused", LOG::info);
  }

  /** What is answered when it is nobody's fault here. */
  AuthResponse unavailable(AuthRequest request, AuthUnavailableException down, Headers headers) {
    SignInRefusedException refused = SignInRefusedException.because(
        Page.UNAVAILABLE, "oauth-unavailable", String.valueOf(down.getMessage()));
    return refused(
        request, refused, headers.and(RetryAfter.of(down.retryAfter()).headers()));
  }

  /** What is answered to a sign-in that is refused. */
  AuthResponse refused(AuthRequest request, SignInRefusedException refused, Headers headers) {
    String reference = reference();
    log.tell(() -> "sign-in refused, reference " + reference + ": " + refused.reason() + ": "
        + Printable.of(refused.detail()) + " (from " + request.client() + ")");
    boolean replay = refused.reason().equals(Attempts.REPLAYED);
    audit.record(AuditEvent.of(
            clock.instant(),
            replay ? AuditType.REPLAY : AuditType.LOGIN,
            AuditEvent.Outcome.DENIED,
            request)
        .withReason(refused.reason())
        .withSubject(refused.subject())
        .withReference(reference));
    Headers wait = refused.page() == Page.TOO_MANY
        ? RetryAfter.of(NetworkQuota.WAIT).headers()
        : Headers.none();
    return new AuthResponse(
        refused.page().status(),
        headers.and(wait).and(Headers.NO_STORE),
        new Body.Page("error", model(request, refused.page(), reference)));
  }

  private Map<String, Object> model(AuthRequest request, Page page, String reference) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("status", page.status());
    model.put("title", "Not signed in");
    model.put("detail", page.detail());
    model.put("code", page.code());
    model.put("reference", reference);
    model.put("retry", signIn.loginPage(request));
    return model;
  }

  private String reference() {
    byte[] bytes = new byte[5];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
