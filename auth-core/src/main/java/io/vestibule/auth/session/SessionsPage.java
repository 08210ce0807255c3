package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where a user sees and ends own sessions, and signs programs out that have tokens. Thread-safe. */
final class SessionsPage {
  private final Ways ways;
  private final AccountVisits visits;
  private final SignInService signInService;
  private final Sessions sessions;
  private final SameSite sameSite;
  private final LoginAddress address;

  SessionsPage(
      Ways ways,
      AccountVisits visits,
      SignInService signInService,
      Sessions sessions,
      SameSite sameSite,
      LoginAddress address) {
    this.ways = ways;
    this.visits = visits;
    this.signInService = signInService;
    this.sessions = sessions;
    this.sameSite = sameSite;
    this.address = address;
  }

  List<Endpoint> endpoints(String base) {
    return List.of(
        new Endpoint("GET", base + "/sessions", visits.signedIn(this::list)),
        new Endpoint("GET", base + "/api/sessions", visits.signedIn(this::list)),
        new Endpoint("POST", base + "/sessions/end", ours(this::end)),
        new Endpoint("POST", base + "/sessions/end-others", ours(this::endOthers)),
        new Endpoint("DELETE", base + "/api/sessions/{id}", ours(this::end)));
  }

  private Endpoint.Handler ours(AccountVisits.Entry action) {
    return visits.signedIn((request, form, current) -> {
      boolean ours = sameSite.allows(request, form);
      return ours
          ? action.handle(request, form, current)
          : sameSite.instead(request, () -> list(request, form, current));
    });
  }

  private AuthResponse list(AuthRequest request, Form form, Session current) {
    List<Map<String, Object>> rows =
        own(current).map(session -> row(session, current)).toList();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("sessions", rows);
    model.put("programs", programs(current).map(SessionsPage::row).toList());
    return visits.page(request, 200, "sessions", current.guest().provider(), shown(current), model);
  }

  private static String shown(Session current) {
    return current.guest().isNobody() ? current.username() : current.guest().shown();
  }

  private String method(Session session) {
    if (session.guest().isNobody()) {
      return session.remembered() ? "remembered" : "password";
    }
    String provider = session.guest().provider();
    return ways.offer(provider).map(SignInOffer::label).orElse(provider);
  }

  private Map<String, Object> row(Session session, Session current) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", session.id());
    row.put("current", session.id().equals(current.id()));
    row.put("device", session.device());
    row.put("address", session.address());
    row.put("created", session.created().toString());
    row.put("last_seen", session.lastSeen().toString());
    row.put("method", method(session));
    row.put("remembered", session.remembered());
    return row;
  }

  private Stream<Session> own(Session current) {
    return sessions.of(current.username()).stream().filter(session -> session.isOfOwner(current));
  }

  private Stream<ProgramAccess.Program> programs(Session current) {
    Predicate<String> own = proof ->
        SessionRecord.read("", proof).filter(begun -> begun.isOfOwner(current)).isPresent();
    return ways.programs().stream()
        .flatMap(programs -> programs.programs(current.username(), own).stream());
  }

  private static Map<String, Object> row(ProgramAccess.Program program) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", program.id());
    row.put("client", program.client());
    row.put("scopes", List.copyOf(new TreeSet<>(program.scopes())));
    row.put("created", program.created().toString());
    row.put("last_seen", program.lastSeen().toString());
    return row;
  }

  private AuthResponse end(AuthRequest request, Form form, Session current) {
    String last = request.path().substring(request.path().lastIndexOf('/') + 1);
    String id = request.method().equals("DELETE") ? last : form.value("id").orElse("");
    own(current)
        .filter(session -> session.id().equals(id))
        .forEach(session -> signInService.end(request, session));
    boolean listed = programs(current).anyMatch(program -> program.id().equals(id));
    if (listed && endProgram(current.username(), id)) {
      signInService.tellEnded(request, current.username());
    }
    return done(request);
  }

  private boolean endProgram(String username, String id) {
    return ways.programs().filter(programs -> programs.end(username, id)).isPresent();
  }

  private AuthResponse endOthers(AuthRequest request, Form form, Session current) {
    programs(current).forEach(program -> endProgram(current.username(), program.id()));
    signInService.endOthers(request, current);
    return done(request);
  }

  private AuthResponse done(AuthRequest request) {
    if (address.twins().isForProgram(request)) {
      return new AuthResponse(204, Headers.NO_STORE, Body.none());
    }
    return AuthResponse.seeOther(request.contextPath() + address.base() + "/sessions");
  }
}
