package io.vestibule.auth.ticket;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.RetryAfter;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.csrf.Provenance;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets whoever is signed in take a ticket for one address, and lets one request in with it: {@code POST
 * /auth/api/ticket {"path": "/ws/me"}}, then {@code GET /ws/me?ticket=…}. Thread-safe.
 */
final class TicketAuthenticator implements Authenticator {
  /** The second opens a WebSocket over HTTP/2 (RFC 8441, 4). */
  private static final Set<String> OPENING = Set.of("GET", "CONNECT");

  private static final String PARAMETER = "ticket=";
  private static final int LONGEST_PATH = 1_000;
  private final Tickets tickets;
  private final OriginCheck origins;
  private final String base;
  private final Endpoint document;
  private final Audit audit;
  private final InstantSource clock;

  TicketAuthenticator(
      Tickets tickets,
      OriginCheck origins,
      String base,
      Endpoint document,
      Audit audit,
      InstantSource clock) {
    this.tickets = tickets;
    this.origins = origins;
    this.base = base;
    this.document = document;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    List<String> shown = request.query().map(TicketAuthenticator::tickets).orElse(List.of());
    if (shown.isEmpty()) {
      return AuthResult.notAttempted();
    }
    if (shown.size() > 1) {
      return AuthResult.rejected(Reason.AMBIGUOUS, "more than one ticket");
    }
    if (!OPENING.contains(request.method())) {
      return AuthResult.rejected(Reason.INVALID, "a ticket opens an address and changes nothing");
    }
    return origins.check(request) instanceof Provenance.Foreign foreign
        ? AuthResult.rejected(Reason.CROSS_SITE, foreign.reason())
        : judge(request, shown.get(0), tickets.use(shown.get(0)));
  }

  private AuthResult judge(AuthRequest request, String ticket, Optional<Pass> used) {
    if (used.isEmpty()) {
      return tickets
          .usedBy(ticket)
          .map(subject -> replayed(request, subject))
          .orElseGet(() -> AuthResult.rejected(Reason.INVALID, "the ticket is unknown or too old"));
    }
    Pass pass = used.get();
    if (!pass.path().equals(request.path())) {
      return AuthResult.rejected(Reason.INVALID, "the ticket is for another path");
    }
    return pass.client().equals(request.client())
        ? AuthResult.authenticated(pass.identity())
        : AuthResult.rejected(Reason.INVALID, "the ticket was given to another address");
  }

  private AuthResult replayed(AuthRequest request, String subject) {
    audit.record(
        AuditEvent.of(clock.instant(), AuditType.REPLAY, AuditEvent.Outcome.DENIED, request)
            .withSubject(subject)
            .withReason("ticket-used"));
    return new AuthResult.Rejected(Reason.INVALID, "the ticket was used before").asAudited();
  }

  private static List<String> tickets(String query) {
    return query.contains(PARAMETER)
        ? List.of(query.split("&")).stream()
            .filter(pair -> pair.startsWith(PARAMETER))
            .map(pair -> pair.substring(PARAMETER.length()))
            .filter(Tickets::isOne)
            .toList()
        : List.of();
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint("POST", base + "/api/ticket", Requirement.SIGNED_IN, this::issue), document);
  }

  private AuthResponse issue(AuthRequest request, Form form, Decision.Admit admitted) {
    Optional<String> path = form.value("path").flatMap(sent -> inside(request, sent));
    if (path.isEmpty()) {
      return AuthResponse.problem(
          422, "bad-path", "Say for which path of this application the ticket is.");
    }
    Pass pass = new Pass(admitted.identity(), path.get(), request.client());
    if (!pass.fits()) {
      return AuthResponse.problem(
          422, "too-many-roles", "There are more roles than a ticket can hold.");
    }
    return tickets.issue(pass).map(this::issued).orElseGet(() -> AuthResponse.problem(
            429, "too-many-tickets", "There are too many unused tickets.")
        .with(RetryAfter.of(tickets.lifetime()).headers()));
  }

  private AuthResponse issued(String ticket) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ticket", ticket);
    answer.put("expires_in", tickets.lifetime().toSeconds());
    return new AuthResponse(200, Headers.NO_STORE, new Body.Json(answer));
  }

  /** The path as rules see it; it is sent as the browser sees it. */
  private static Optional<String> inside(AuthRequest request, String sent) {
    String context = request.contextPath();
    boolean plain = sent.length() <= LONGEST_PATH
        && sent.startsWith(context + "/")
        && sent.chars().allMatch(c -> c > ' ' && c < 0x7f && "%?#;\\\"".indexOf(c) < 0);
    return plain ? Optional.of(sent.substring(context.length())) : Optional.empty();
  }
}
