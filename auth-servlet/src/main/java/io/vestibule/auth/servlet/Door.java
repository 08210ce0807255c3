package io.vestibule.auth.servlet;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Denial;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.internal.Printable;
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
final class Door {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private final Auth auth;
  private final Pages pages;
  private final House house;
  private final Reply reply;

  Door(Auth auth) {
    this(auth, Pages.of(Look.plain()), TrustedProxies.none());
  }

  Door(Auth auth, Pages pages, TrustedProxies trusted) {
    this.auth = auth;
    this.pages = pages;
    this.reply = new Reply(pages);
    this.house = new House(auth, reply, trusted);
  }

  /** A request that comes from outside. */
  void enter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Visitor visitor = Visitor.arriving(house, request, response);
    String target = request.getRequestURI();
    if (!PathGuard.isClear(target, visitor.path())) {
      reply.send(auth.malformed(visitor, Denial.Kind.TARGET, target), visitor, response);
      return;
    }
    if (house.fields().areForgedIn(request, visitor)) {
      reply.send(auth.malformed(visitor, Denial.Kind.IDENTITY_FIELDS, ""), visitor, response);
      return;
    }
    Optional<AuthResponse> asset = pages.asset(visitor);
    if (asset.isPresent()) {
      reply.send(asset.get(), visitor, response);
      return;
    }
    Sent sent = Sent.with(request);
    Decision decision = auth.decide(visitor, sent);
    if (decision instanceof Decision.Answer answer) {
      sent.closeWhereUnread(request, response);
      visitor.carryOut(answer.response().hostSession());
      reply.send(answer.response(), visitor, response);
      return;
    }
    if (decision instanceof Decision.Admit admitted) {
      visitor.admit(admitted);
      visitor.carryOut(admitted.hostSession());
      Reply.addHeaders(admitted.responseHeaders(), response);
    }
    chain.doFilter(visitor, response);
  }

  /** A request that the application or the container sends on: whoever it was at the door, it is now. */
  void goOn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Visitor visitor = Visitor.goingOn(house, request, response);
    if (!PathGuard.isClearPath(visitor.path())) {
      deny(new Decision.Answer(auth.answer(visitor, 400)), visitor, response);
      return;
    }
    Decision decision = auth.redecide(visitor, visitor.standing());
    if (decision instanceof Decision.Answer answer) {
      deny(answer, visitor, response);
      return;
    }
    if (decision instanceof Decision.Admit admitted) {
      Reply.addMissingHeaders(admitted.responseHeaders(), response);
    }
    chain.doFilter(visitor, response);
  }

  private void deny(Decision.Answer answer, Visitor visitor, HttpServletResponse response)
      throws IOException {
    DispatcherType type = visitor.getDispatcherType();
    LOG.info("{} to {} refused", type, Printable.of(visitor.path()));
    if (type == DispatcherType.INCLUDE || response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    reply.send(
        type == DispatcherType.ERROR
            ? auth.answer(visitor, originalStatus(visitor, response))
            : answer.response(),
        visitor,
        response);
  }

  /** The error that happened is what the client must learn, not that its page is closed to them. */
  private static int originalStatus(Visitor visitor, HttpServletResponse response) {
    return visitor.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
        ? status
        : response.getStatus();
  }
}
