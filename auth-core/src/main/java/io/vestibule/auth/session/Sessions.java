package io.vestibule.auth.session;

import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Begins sessions, finds them again, ends them. Thread-safe; several nodes may share the store.
 *
 * <p>What was read is believed for {@link Lifetimes#bound()}: a session that is ended here is ended here at once, and
 * on other nodes within that time.
 */
final class Sessions {
  static final String KIND = "session";

  /**
   * Outlives a session that ends by itself, so that its browser can be told why. In memory that would be worth less than
   * the space it takes.
   */
  static final String BEGUN = "session-begun";

  private final Store store;
  private final RememberMe rememberMe;
  private final Lifetimes lifetimes;
  private final SecureRandom random;
  private final InstantSource clock;
  private final SessionCache cache;

  Sessions(
      Store store,
      RememberMe rememberMe,
      Lifetimes lifetimes,
      SecureRandom random,
      InstantSource clock) {
    this.store = store;
    this.rememberMe = rememberMe;
    this.lifetimes = lifetimes;
    this.random = random;
    this.clock = clock;
    this.cache = new SessionCache(lifetimes.bound(), clock);
  }

  /** A session that has just begun, and the token that only its browser will have. */
  record Begun(Token token, Session session) {}

  /** How a user signed in, and where. */
  record SignIn(
      String username,
      String credential,
      Set<String> methods,
      Instant authenticatedAt,
      String device,
      String address,
      String series,
      Guest guest) {}

  Begun begin(SignIn signIn) {
    Instant now = clock.instant();
    Token token = Token.random(random);
    Session session = new Session(
        token.id(),
        signIn.username(),
        signIn.credential(),
        signIn.methods(),
        signIn.authenticatedAt(),
        now,
        now,
        now.plus(lifetimes.absolute()),
        signIn.device(),
        signIn.address(),
        signIn.series(),
        signIn.guest());
    makeRoom(session.username());
    store.insert(Entry.of(
        KIND,
        session.id(),
        session.username(),
        SessionRecord.write(session),
        lifetimes.end(session)));
    if (!(store instanceof MemoryStore)) {
      store.insert(Entry.of(BEGUN, session.id(), "", "", session.expires()));
    }
    return new Begun(token, session);
  }

  /** The live session of this token. */
  Optional<CachedSession> find(Token token) {
    long now = clock.millis();
    Optional<CachedSession> known = cache.get(token, now);
    Optional<CachedSession> found = known.isPresent() ? known : read(token);
    if (found.isEmpty() || found.get().isOver(now)) {
      return Optional.empty();
    }
    return found.get().isDue(now) ? touch(token, found.get()) : found;
  }

  /** How the session of this token ended. */
  Ending ending(Token token) {
    if (!token.isPlausible()) {
      return Ending.EXPIRED;
    }
    String id = token.id();
    Optional<Entry> left = store.get(KIND, id);
    if (left.isPresent()) {
      return SessionRecord.isEnded(left.get().value()) ? Ending.REVOKED : Ending.EXPIRED;
    }
    return store.get(BEGUN, id).isPresent() ? Ending.IDLE : Ending.EXPIRED;
  }

  /** The user's live sessions, the last used one first. */
  List<Session> of(String username) {
    Instant now = clock.instant();
    return store.owned(KIND, username).stream()
        .flatMap(entry -> SessionRecord.read(entry.id(), entry.value()).stream())
        .filter(session -> now.isBefore(lifetimes.end(session)))
        .sorted(Comparator.comparing(Session::lastSeen).reversed())
        .toList();
  }

  /** Signs this device out. Where the store takes its time, one who read before it answered may come after a mark. */
  void end(Session session) {
    cache.end(session.id());
    store.delete(BEGUN, session.id());
    store.delete(KIND, session.id());
    cache.end(session.id());
  }

  /** Signs the device of this series out. */
  void endOf(String username, String series) {
    of(username).stream().filter(session -> session.series().equals(series)).forEach(this::end);
  }

  /**
   * Ends a session of this user from another device, and leaves a note for its browser.
   *
   * @return false when there is no such session, or it is somebody else's
   */
  boolean revoke(String username, String id) {
    return store
        .get(KIND, id)
        .filter(entry -> entry.owner().equals(username) && !SessionRecord.isEnded(entry.value()))
        .map(entry -> revoke(entry) || revoke(username, id))
        .orElse(false);
  }

  /** Ends all sessions of this user but one; {@code ""} spares none. Returns how many. */
  int revokeAllBut(String username, String spared) {
    return (int) of(username).stream()
        .filter(session -> !session.id().equals(spared))
        .filter(session -> revoke(username, session.id()))
        .count();
  }

  /** Ends a session, whosever it is, and leaves a note for its browser; its owner, empty when there is none. */
  Optional<String> revoke(String id) {
    return store
        .get(KIND, id)
        .filter(entry -> !SessionRecord.isEnded(entry.value()))
        .flatMap(entry -> revoke(entry) ? Optional.of(entry.owner()) : revoke(id));
  }

  /** Changes what a live session knows of its guest; false when it has ended. */
  boolean revise(String id, UnaryOperator<Session> change) {
    Optional<Entry> entry = store.get(KIND, id);
    Optional<Session> session = entry.flatMap(found -> SessionRecord.read(id, found.value()));
    if (session.isEmpty()) {
      return false;
    }
    Session revised = change.apply(session.get());
    boolean kept =
        store.replace(entry.get().with(SessionRecord.write(revised), lifetimes.end(revised)));
    cache.forget(id);
    return kept || revise(id, change);
  }

  /** False where it was used or ended at the same moment: then its next version must be looked at. */
  private boolean revoke(Entry entry) {
    cache.end(entry.id());
    store.delete(BEGUN, entry.id());
    boolean ended = store.replace(entry.with(SessionRecord.ended(), entry.expires()));
    cache.end(entry.id());
    return ended;
  }

  private Optional<CachedSession> read(Token token) {
    if (!token.isPlausible()) {
      return Optional.empty();
    }
    String id = token.id();
    return store.get(KIND, id).flatMap(entry -> SessionRecord.read(id, entry.value())
        .flatMap(session -> cache.put(token, new CachedSession(entry, session, lifetimes))));
  }

  /** Whoever writes too late writes nothing: then it was touched by another, or has ended. */
  private Optional<CachedSession> touch(Token token, CachedSession read) {
    Session seen = read.session().seen(clock.instant());
    Entry entry = read.entry().with(SessionRecord.write(seen), lifetimes.end(seen));
    if (store.replace(entry)) {
      if (read.session().isNew() && seen.remembered()) {
        rememberMe.confirm(seen.series());
      }
      return cache.put(token, new CachedSession(entry.replaced(), seen, lifetimes));
    }
    cache.forget(seen.id());
    return read(token);
  }

  private void makeRoom(String username) {
    List<Session> live = of(username);
    live.stream().skip(lifetimes.perUser() - 1L).forEach(this::end);
  }
}
