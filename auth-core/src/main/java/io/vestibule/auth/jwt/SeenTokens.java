package io.vestibule.auth.jwt;

import io.vestibule.auth.internal.ExpiringMap;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What is known of tokens that were found right, so that showing one again costs no signature. Bounded; an entry lives
 * a minute at most, and its owner decides whether it still counts. Only what was verified may be put in: then nobody
 * pushes others out with tokens of their own invention. Thread-safe.
 *
 * @param <V> what is known
 */
public final class SeenTokens<V> {
  private static final int MOST = 16_384;
  private static final int LONGEST = 4096;
  private static final Duration LIFE = Duration.ofSeconds(60);

  private final ExpiringMap<Shown, V> seen;
  private final int salt;

  /** Remembers for this long, and for a minute at most. */
  public SeenTokens(Duration life, InstantSource clock) {
    this.seen = new ExpiringMap<>(MOST, life.compareTo(LIFE) < 0 ? life : LIFE, clock);
    this.salt = new SecureRandom().nextInt();
  }

  /** Remembers for a minute. */
  public SeenTokens(InstantSource clock) {
    this(LIFE, clock);
  }

  /** What is known of this very token, letter by letter. */
  public Optional<V> get(String token) {
    return seen.get(new Shown(token, salt));
  }

  /** Remembers; a token of unusual length is not worth the room. */
  public void put(String token, V known) {
    if (token.length() <= LONGEST) {
      seen.put(new Shown(token, salt), known);
    }
  }

  /**
   * The whole text is compared, but only its end is hashed: that is where the signature stands, which is as good as
   * random, and to hash the rest would cost most of what is saved here.
   */
  private static final class Shown {
    private static final int END = 24;

    private final String token;
    private final int hash;

    Shown(String token, int salt) {
      this.token = token;
      int mixed = salt ^ token.length();
      for (int i = Math.max(0, token.length() - END); i < token.length(); i++) {
        mixed = 31 * mixed + token.charAt(i);
      }
      this.hash = mixed;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Shown shown && shown.token.equals(token);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public String toString() {
      return "***";
    }
  }
}
