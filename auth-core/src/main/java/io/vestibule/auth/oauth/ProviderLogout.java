package io.vestibule.auth.oauth;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.internal.LogLimit;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.remote.RemoteUrl;
import io.vestibule.auth.session.BrowserSignIn;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where providers say that somebody has signed out there: by a request of their own (OpenID Connect Back-Channel Logout
 * 1.0), or by a frame in their page (Front-Channel Logout 1.0). What ends, ends on every node. Thread-safe.
 */
final class ProviderLogout {
  static final String BACK = "/oauth/backchannel-logout";
  static final String FRONT = "/oauth/frontchannel-logout";
  private static final Logger LOG = LoggerFactory.getLogger(ProviderLogout.class);
  private static final int LONGEST = 8192;
  private static final int LONGEST_SID = 255;

  private final List<LogoutTokens> providers = new CopyOnWriteArrayList<>();
  private final List<Endpoint> endpoints =
      List.of(new Endpoint("POST", BACK, this::back), new Endpoint("GET", FRONT, this::front));
  private final BrowserSignIn signIn;
  private final ProviderTokens providerTokens;
  private final Audit audit;
  private final InstantSource clock;
  private final LogLimit refusedTokens;
  private final LogLimit refusedFrames;

  ProviderLogout(
      BrowserSignIn signIn, ProviderTokens providerTokens, Audit audit, InstantSource clock) {
    this.signIn = signIn;
    this.providerTokens = providerTokens;
    this.audit = audit;
    this.clock = clock;
    this.refusedTokens = new LogLimit(clock, "logout tokens were refused", LOG::warn);
    this.refusedFrames =
        new LogLimit(clock, "frames that were to sign out were refused", LOG::info);
  }

  /** Adds a provider; only while the file is being read. */
  void add(LogoutTokens provider) {
    providers.add(provider);
  }

  /** Always the same ones, so that several providers may name them. */
  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Back-Channel Logout 1.0, 2.5 to 2.8. */
  private AuthResponse back(AuthRequest request, Form form) {
    Optional<String> token = form.value("logout_token").filter(text -> text.length() <= LONGEST);
    LogoutResult result = token
        .map(this::accept)
        .orElseGet(() -> new LogoutResult.Refused("there is no single logout_token"));
    if (result instanceof LogoutResult.Notice notice) {
      tell(request, AuditEvent.Outcome.SUCCESS, "back-channel", end(notice), notice.issuer());
      return answer(200, Body.none());
    }
    String detail = ((LogoutResult.Refused) result).detail();
    refusedTokens.tell(
        () -> "a logout token from " + request.client() + " is refused: " + Printable.of(detail));
    tell(request, AuditEvent.Outcome.DENIED, "logout-token", List.of(), "");
    return answer(400, new Body.Json(Map.of("error", "invalid_request")));
  }

  /** Of several clients at one issuer, each takes the tokens that are for it. */
  private LogoutResult accept(String token) {
    String issuer = Issuers.claimed(token);
    LogoutResult last = new LogoutResult.Refused("no provider of ours is " + issuer);
    for (LogoutTokens provider : of(issuer)) {
      last = provider.accept(token);
      if (last instanceof LogoutResult.Notice) {
        return last;
      }
    }
    return last;
  }

  private List<LogoutTokens> of(String issuer) {
    return providers.stream().filter(provider -> provider.isOf(issuer)).toList();
  }

  /**
   * Front-Channel Logout 1.0, 2. Without {@code iss} and {@code sid} it ends nothing: any page could show such a frame.
   * The browser's cookie is not asked, for it does not come with a frame in another site's page.
   */
  private AuthResponse front(AuthRequest request, Form form) {
    String issuer = request.parameter("iss").orElse("");
    Optional<String> sid =
        request.parameter("sid").filter(text -> !text.isBlank() && text.length() <= LONGEST_SID);
    List<LogoutTokens> ours = of(issuer);
    if (ours.isEmpty() || sid.isEmpty()) {
      refusedFrames.tell(() -> "a frame that is to sign out, from " + request.client()
          + ", is refused: "
          + (ours.isEmpty()
              ? "no provider of ours is " + Printable.of(issuer)
              : "there is no single sid"));
      return answer(400, Body.none());
    }
    List<String> ended = ours.stream()
        .map(provider -> new LogoutResult.Notice(provider.provider(), issuer, "", sid.get()))
        .flatMap(notice -> end(notice).stream())
        .toList();
    if (!ended.isEmpty()) {
      tell(request, AuditEvent.Outcome.SUCCESS, "front-channel", ended, issuer);
    }
    return answer(200, Body.text("text/html; charset=utf-8", "<!doctype html><title>OK</title>"))
        .with(
            "Content-Security-Policy",
            "default-src 'none'; frame-ancestors " + RemoteUrl.origin(URI.create(issuer)));
  }

  /** Whose sessions these were, a name for each. */
  private List<String> end(LogoutResult.Notice notice) {
    List<String> sessions = notice.sid().isEmpty()
        ? signIn.guests().sessionsOfSubject(notice.provider(), notice.issuer(), notice.subject())
        : signIn.guests().sessionsOfSid(notice.provider(), notice.issuer(), notice.sid());
    sessions.forEach(providerTokens::forget);
    return sessions.stream()
        .flatMap(session -> signIn.guests().end(session).stream())
        .toList();
  }

  private void tell(
      AuthRequest request,
      AuditEvent.Outcome outcome,
      String reason,
      List<String> ended,
      String issuer) {
    audit.record(AuditEvent.of(clock.instant(), AuditType.SESSION_ENDED, outcome, request)
        .withReason(reason)
        .withSubject(ended.stream().findFirst().orElse(""))
        .with("issuer", issuer)
        .with("sessions", Integer.toString(ended.size())));
  }

  private static AuthResponse answer(int status, Body body) {
    return new AuthResponse(status, Headers.NO_STORE, body);
  }
}
