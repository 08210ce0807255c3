package io.vestibule.auth.oauth;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Headers;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Seal;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The sign-ins that have begun, each in a sealed cookie of its own: tabs do not disturb one another, and any node or
 * the next start can go on. Thread-safe.
 */
final class Attempts {
  /** How long a person may take at the provider. */
  static final Duration LIFE = Duration.ofMinutes(15);

  /** By how much the clocks of two nodes may differ. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /** The reason that the audit is told of an answer that was used before. */
  static final String REPLAYED = "oauth-replay";

  private static final String PURPOSE = "oauth-";
  private static final String USED = "oauth-used";
  private static final int MOST = 12;
  private static final int LONGEST_COOKIE = 3_500;

  private final BrowserSignIn signIn;
  private final Store store;
  private final Seal seal;
  private final InstantSource clock;

  Attempts(BrowserSignIn signIn, Store store, Seal seal, InstantSource clock) {
    this.signIn = signIn;
    this.store = store;
    this.seal = seal;
    this.clock = clock;
  }

  /** Remembers it in the browser; the oldest ones go where there would be too many. */
  Headers keep(AuthRequest request, Attempt attempt) {
    String when = Long.toString(attempt.begun().getEpochSecond(), 36);
    Headers headers = signIn.cookie(
        request, PURPOSE + when + "-" + tail(attempt.state()), seal.seal(attempt.write()), LIFE);
    List<String> present = purposes(request);
    for (String old : present.subList(0, Math.max(0, present.size() - MOST + 1))) {
      headers = headers.and(signIn.deleteCookie(request, old));
    }
    return headers;
  }

  /** The sign-in to which an answer with this state belongs, if it began in this browser and is not over. */
  Optional<Attempt> find(AuthRequest request, String state) {
    Instant oldest = clock.instant().minus(LIFE);
    return purposes(request).stream()
        .filter(purpose -> purpose.endsWith("-" + tail(state)))
        .flatMap(purpose -> signIn.cookie(request, purpose).stream())
        .filter(value -> value.length() <= LONGEST_COOKIE)
        .flatMap(value -> seal.open(value).flatMap(Attempt::read).stream())
        .filter(attempt -> attempt.isState(state) && attempt.begun().isAfter(oldest))
        .findFirst();
  }

  /** Uses it up. Of many answers with the same state one is told true, on whatever node. */
  boolean use(Attempt attempt) {
    Instant until = attempt.begun().plus(LIFE).plus(MARGIN);
    return store.insert(Entry.of(USED, Digests.inHex(attempt.state()), "", "", until));
  }

  /** Nothing was given for it: what strangers make up is not to fill the store. */
  void release(Attempt attempt) {
    store.delete(USED, Digests.inHex(attempt.state()));
  }

  /** Takes its cookie back. */
  Headers forget(AuthRequest request, String state) {
    return purposes(request).stream()
        .filter(purpose -> purpose.endsWith("-" + tail(state)))
        .map(purpose -> signIn.deleteCookie(request, purpose))
        .reduce(Headers.none(), Headers::and);
  }

  /** What our cookies in this request are for, the oldest first: the time stands in their names. */
  private List<String> purposes(AuthRequest request) {
    String prefix = signIn.cookieName(request, PURPOSE);
    return request.headers("Cookie").stream()
        .flatMap(field -> Arrays.stream(field.split(";", 200)))
        .map(pair -> pair.strip().split("=", 2)[0])
        .filter(name -> name.startsWith(prefix) && name.length() < prefix.length() + 40)
        .map(name -> PURPOSE + name.substring(prefix.length()))
        .distinct()
        .sorted()
        .toList();
  }

  private static String tail(String state) {
    return Digests.inHex(state).substring(0, 10);
  }
}
