package io.vestibule.auth.servlet;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Denial;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.server.AllowedOrigins;
import io.vestibule.auth.server.Cors;
import io.vestibule.auth.server.TrustedProxies;
import io.vestibule.auth.servlet.pages.Pages;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what {@link Auth} decides: lets a request pass or writes the answer. Thread-safe. */
final class RequestGuard {
  private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);

  private final Auth auth;
  private final Pages pages;
  private final GuardContext guardContext;
  private final ResponseWriter reply;

  RequestGuard(Auth auth) {
    this(auth, Pages.of(Look.plain()), TrustedProxies.none(), AllowedOrigins.none());
  }

  RequestGuard(Auth auth, Pages pages, TrustedProxies trusted, AllowedOrigins allowedOrigins) {
    this.auth = auth;
    this.pages = pages;
    this.reply = new ResponseWriter(pages, new Cors(allowedOrigins));
    this.guardContext = new GuardContext(auth, reply, trusted);
  }

  /** A request that comes from outside. */
  void enter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    AuthHttpRequest seen = AuthHttpRequest.arriving(guardContext, request, response);
    String target = request.getRequestURI();
    if (!PathGuard.isClear(target, seen.path())) {
      reply.send(auth.malformed(seen, Denial.Kind.TARGET, target), seen, response);
      return;
    }
    if (guardContext.fields().areForgedIn(request, seen)) {
      reply.send(auth.malformed(seen, Denial.Kind.IDENTITY_FIELDS, ""), seen, response);
      return;
    }
    Optional<AuthResponse> asset = pages.asset(seen);
    if (asset.isPresent()) {
      reply.send(asset.get(), seen, response);
      return;
    }
    LazyForm sent = LazyForm.with(request);
    Decision decision = auth.decide(seen, sent);
    if (decision instanceof Decision.Answer answer) {
      sent.closeWhereUnread(request, response);
      seen.carryOut(answer.response().hostSession());
      reply.send(answer.response(), seen, response);
      return;
    }
    if (decision instanceof Decision.Admit admitted) {
      seen.admit(admitted);
      seen.carryOut(admitted.hostSession());
      ResponseWriter.addHeaders(admitted.responseHeaders(), response);
    }
    chain.doFilter(seen, response);
  }

  /** A request that the application or the container sends on: whoever it was at the door, it is now. */
  void goOn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    AuthHttpRequest seen = AuthHttpRequest.goingOn(guardContext, request, response);
    if (!PathGuard.isClearPath(seen.path())) {
      deny(new Decision.Answer(auth.answer(seen, 400)), seen, response);
      return;
    }
    Decision decision = auth.redecide(seen, seen.standing());
    if (decision instanceof Decision.Answer answer) {
      deny(answer, seen, response);
      return;
    }
    if (decision instanceof Decision.Admit admitted) {
      ResponseWriter.addMissingHeaders(admitted.responseHeaders(), response);
    }
    chain.doFilter(seen, response);
  }

  private void deny(Decision.Answer answer, AuthHttpRequest seen, HttpServletResponse response)
      throws IOException {
    DispatcherType type = seen.getDispatcherType();
    LOG.debug("{} to {} refused", type, Printable.of(seen.path()));
    if (type == DispatcherType.INCLUDE || response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    reply.send(
        type == DispatcherType.ERROR
            ? auth.answer(seen, originalStatus(seen, response))
            : answer.response(),
        seen,
        response);
  }

  /** The error that happened is what the client must learn, not that its page is closed to them. */
  private static int originalStatus(AuthHttpRequest seen, HttpServletResponse response) {
    return seen.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
        ? status
        : response.getStatus();
  }
}
