package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Headers;
import io.vestibule.auth.internal.ExpiringMap;
import io.vestibule.auth.password.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The sessions of people whom another party vouches for, for the way of signing in that asks it. Thread-safe. */
public final class GuestSessions {
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final int MOST = 10_000;

  private final SignInService signInService;
  private final Standing standing;
  private final Sessions sessions;
  private final SubjectSessions subjectSessions;
  private final GuestRecords guestRecords;
  private final Cookies cookies;
  private final ExpiringMap<String, Optional<User>> known;

  GuestSessions(
      SignInService signInService,
      Standing standing,
      Sessions sessions,
      SubjectSessions subjectSessions,
      GuestRecords guestRecords,
      Cookies cookies,
      InstantSource clock) {
    this.signInService = signInService;
    this.standing = standing;
    this.sessions = sessions;
    this.subjectSessions = subjectSessions;
    this.guestRecords = guestRecords;
    this.cookies = cookies;
    this.known = new ExpiringMap<>(MOST, BOUND, clock);
  }

  /** A session of a guest. */
  public record Visit(String session, Guest guest) {
    static Visit of(Session session) {
      return new Visit(session.id(), session.guest());
    }
  }

  /** A guest has been let in: the session's id, and what the response must carry. */
  public record Arrival(String session, Instant expires, Headers headers) {}

  /** Begins a session for a guest; whatever session this browser had ends. */
  public Arrival admit(AuthRequest request, Guest guest) {
    return arrival(request, signInService.admit(request, guest, Optional.empty()));
  }

  /** The same for a guest who has an account here: another password or a barred account ends the session. */
  public Arrival admit(AuthRequest request, Guest guest, User account) {
    return arrival(request, signInService.admit(request, guest, Optional.of(account)));
  }

  private Arrival arrival(AuthRequest request, Sessions.Begun begun) {
    guestRecords.write(begun.session());
    return new Arrival(
        begun.session().id(),
        begun.session().expires(),
        cookies.session(request).set(begun.token().reveal()));
  }

  /** The guest's session that this browser shows. */
  public Optional<Visit> visit(AuthRequest request) {
    return signInService
        .current(request)
        .map(CachedSession::session)
        .filter(session -> !session.guest().isNobody())
        .map(Visit::of);
  }

  /**
   * Remembers what the party has said since about the guest of a session; the provider and the subject stay.
   *
   * @return false when there is no such session any more
   */
  public boolean revise(String session, Guest guest) {
    return sessions.revise(session, before -> {
      Session revised = before.with(guest);
      guestRecords.write(revised);
      return revised;
    });
  }

  /** Forgets what was said about a subject of whom the party, or our own lists, say no more that they may in. */
  public void strike(String issuer, String id) {
    guestRecords.strike(issuer, id);
  }

  /** Whoever signed in by this way under this name, as they are now; believed for two seconds. */
  Optional<User> find(String way, String name) {
    String key = way + "\n" + name;
    return known.get(key).orElseGet(() -> {
      Optional<User> found = guestRecords.find(way, name).flatMap(standing::guest);
      known.put(key, found);
      return found;
    });
  }

  /** Ends a session wherever it is used; whose it was, empty when there is none. */
  public Optional<String> end(String session) {
    subjectSessions.end(session);
    return sessions.revoke(session);
  }

  /** The ids of the sessions of a subject of this issuer that an authenticator has begun. */
  public List<String> sessionsOfSubject(String provider, String issuer, String id) {
    return subjectSessions.ofSubject(provider, issuer, id);
  }

  /** The ids of those that hang on the issuer's own session. */
  public List<String> sessionsOfSid(String provider, String issuer, String sid) {
    return subjectSessions.ofSid(provider, issuer, sid);
  }
}
