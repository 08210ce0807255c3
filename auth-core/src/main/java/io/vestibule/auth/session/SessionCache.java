package io.vestibule.auth.session;

import io.vestibule.auth.internal.ExpiringMap;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What was read of sessions, believed for a short while: found by the token that a browser shows, so that no digest is
 * computed for each request, and forgotten by the id. Thread-safe.
 */
final class SessionCache {
  private static final int MOST = 50_000;

  private final ExpiringMap<Token, CachedSession> byToken;
  private final ExpiringMap<String, Token> tokens;
  private final ExpiringMap<String, Boolean> ended;

  SessionCache(Duration life, InstantSource clock) {
    this.byToken = new ExpiringMap<>(MOST, life, clock);
    this.tokens = new ExpiringMap<>(MOST, life, clock);
    this.ended = new ExpiringMap<>(MOST, life, clock);
  }

  Optional<CachedSession> get(Token token, long nowMillis) {
    return byToken.get(token, nowMillis);
  }

  /**
   * Believes what was read; nothing is left of it where the session was ended meanwhile, be it before its token was
   * here to be found.
   */
  Optional<CachedSession> put(Token token, CachedSession live) {
    String id = live.session().id();
    tokens.put(id, token);
    byToken.put(token, live);
    if (ended.get(id).isPresent()) {
      byToken.remove(token);
      tokens.remove(id);
      return Optional.empty();
    }
    return Optional.of(live);
  }

  /** Reads the session anew the next time. */
  void forget(String id) {
    tokens.get(id).ifPresent(byToken::remove);
    tokens.remove(id);
  }

  /** Forgets it, and whoever is reading it at this moment believes it no more either. No id is used twice. */
  void end(String id) {
    ended.put(id, Boolean.TRUE);
    forget(id);
  }
}
