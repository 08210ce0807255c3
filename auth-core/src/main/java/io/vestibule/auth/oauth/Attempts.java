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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /** Tabs that begin at the same moment do not see each other's cookies: some six of these must fit. */
  private static final int ROOM_OF_ONE = 1_000;

  /** All of them together, where they still name the pages that were wanted. */
  private static final int ROOM_WITH_PAGES = 3_000;

  private static final int ROOM = 4_000;

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

  /**
   * Remembers it in the browser. Servers take about 8,000 characters of a request's head: whoever has more of ours than
   * fit is answered 431 by the container, everywhere. So the page that was wanted is left out where there is no room for
   * it, and the oldest attempts go where there would be too many.
   */
  Headers keep(AuthRequest request, Attempt attempt) {
    String when = Long.toString(attempt.begun().getEpochSecond(), 36);
    String purpose = PURPOSE + when + "-" + tail(attempt.state());
    int name = signIn.cookieName(request, purpose).length() + "=; ".length();
    SortedMap<String, Integer> present = sizes(request);
    int count = present.size() + 1;
    int all = present.values().stream().mapToInt(Integer::intValue).sum() + name;
    String value = seal.seal(attempt.write());
    if (name + value.length() > ROOM_OF_ONE || all + value.length() > ROOM_WITH_PAGES) {
      value = seal.seal(attempt.withoutReturnTo().write());
    }
    all += value.length();
    Headers headers = signIn.cookie(request, purpose, value, LIFE);
    for (Map.Entry<String, Integer> old : present.entrySet()) {
      if (count > MOST || all > ROOM) {
        headers = headers.and(signIn.deleteCookie(request, old.getKey()));
        count--;
        all -= old.getValue();
      }
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
  private Set<String> purposes(AuthRequest request) {
    return sizes(request).keySet();
  }

  /** The same, with how long they are. */
  private SortedMap<String, Integer> sizes(AuthRequest request) {
    String prefix = signIn.cookieName(request, PURPOSE);
    SortedMap<String, Integer> sizes = new TreeMap<>();
    request.headers("Cookie").stream()
        .flatMap(field -> Arrays.stream(field.split(";", 200)))
        .map(String::strip)
        .forEach(pair -> {
          String name = pair.split("=", 2)[0];
          if (name.startsWith(prefix) && name.length() < prefix.length() + 40) {
            sizes.merge(
                PURPOSE + name.substring(prefix.length()),
                pair.length() + "; ".length(),
                Integer::sum);
          }
        });
    return sizes;
  }

  private static String tail(String state) {
    return Digests.inHex(state).substring(0, 10);
  }
}
