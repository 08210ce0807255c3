package io.vestibule.auth.issuer;

import io.vestibule.auth.Identity;
import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.internal.ExpiringMap;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Families of refresh tokens: each sign-in of a client begins one, and each use replaces its token (RFC 9700, 4.14.2).
 * Thread-safe; several nodes may share the store.
 *
 * <p>Of many who show the same token one gets the next. The others are told apart by when they came: who came before
 * the token was replaced, or within the grace after that, has lost a race; who came later shows what was used up, so
 * somebody has a copy, and the family ends. Times of two nodes are compared with an allowance. Within it, too, a token
 * that was used up gives nothing.
 */
final class RefreshTokens {
  static final String KIND = "refresh";
  private static final int PER_USER = 100;
  private static final int MOST_KNOWN = 20_000;
  private static final Duration BOUND = Duration.ofSeconds(2);

  /** By how much the clocks of two nodes may differ. A thief who comes within it is noticed when he comes again. */
  private static final Duration SKEW = Duration.ofSeconds(2);

  private final Store store;
  private final Lives lives;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Consumer<Grant> crowdedOut;
  private final ExpiringMap<String, Optional<Grant>> known;

  /** Whose clock a time in the store was read from. */
  private final String node;

  /**
   * Families in this store.
   *
   * @param crowdedOut is told of each that ends because its user has too many
   */
  RefreshTokens(
      Store store,
      Lives lives,
      SecureRandom random,
      InstantSource clock,
      Consumer<Grant> crowdedOut) {
    this.store = store;
    this.lives = lives;
    this.random = random;
    this.clock = clock;
    this.crowdedOut = crowdedOut;
    this.known = new ExpiringMap<>(MOST_KNOWN, BOUND, clock);
    this.node = Base64Url.random(random, 9);
  }

  /**
   * How long a family lives.
   *
   * @param absolute from the sign-in
   * @param idle from the last use
   * @param grace after a token was replaced, in which showing it again is no theft
   */
  record Lives(Duration absolute, Duration idle, Duration grace) {

    Instant end(Instant begun, Instant now) {
      Instant last = begun.plus(absolute);
      Instant unused = now.plus(idle);
      return unused.isBefore(last) ? unused : last;
    }
  }

  /** What a refresh token was worth. */
  sealed interface Use {
    /** It is good: this is the next one, and who stands behind it now. */
    record Renewed(Grant grant, Identity identity, RefreshToken next) implements Use {}

    /** Nobody stands behind it any more. The family has ended. */
    record Over() implements Use {}

    /** Another request with the same token was faster; nothing is given, and nothing ends. */
    record Late() implements Use {}

    /** It was used before, so somebody has a copy. The family has ended. */
    record Stolen(Grant grant) implements Use {}

    /** It means nothing, or no longer. */
    record Unknown() implements Use {}
  }

  /** Begins a family. */
  RefreshToken begin(Grant grant) {
    makeRoom(grant.subject());
    RefreshToken first = RefreshToken.first(random);
    Instant now = clock.instant();
    String value = new Family(grant, now, first.digest(), "", now, node).write();
    store.insert(Entry.of(KIND, first.family(), grant.subject(), value, lives.end(now, now)));
    return first;
  }

  /** The grant of a token that is good now; it stays good. */
  Optional<Grant> look(RefreshToken shown) {
    return store
        .get(KIND, shown.family())
        .flatMap(Family::read)
        .filter(family -> Digests.same(shown.digest(), family.current()))
        .map(Family::grant);
  }

  /**
   * Uses a token up.
   *
   * @param standing who stands behind a grant now: it is asked first, so that where nobody can tell the token stays good
   *     for the next try
   */
  Use use(RefreshToken shown, Instant arrived, Function<Grant, Optional<Identity>> standing) {
    Optional<Entry> entry = store.get(KIND, shown.family());
    Optional<Family> family = entry.flatMap(Family::read);
    if (family.isEmpty()) {
      return new Use.Unknown();
    }
    return Digests.same(shown.digest(), family.get().current())
        ? renew(shown, entry.get(), family.get(), standing)
        : again(shown, arrived, family.get());
  }

  private Use again(RefreshToken shown, Instant arrived, Family family) {
    Duration allowance = family.node().equals(node) ? Duration.ZERO : SKEW;
    Instant last = family.since().plus(lives.grace()).plus(allowance);
    boolean late = Digests.same(shown.digest(), family.before())
        && !arrived.truncatedTo(ChronoUnit.MILLIS).isAfter(last);
    if (late) {
      return new Use.Late();
    }
    end(shown.family());
    return new Use.Stolen(family.grant());
  }

  private Use renew(
      RefreshToken shown,
      Entry entry,
      Family family,
      Function<Grant, Optional<Identity>> standing) {
    Optional<Identity> identity = standing.apply(family.grant());
    if (identity.isEmpty()) {
      end(shown.family());
      return new Use.Over();
    }
    RefreshToken next = shown.next(random);
    Instant now = clock.instant();
    Family renewed =
        new Family(family.grant(), family.begun(), next.digest(), shown.digest(), now, node);
    boolean won = store.replace(entry.with(renewed.write(), lives.end(family.begun(), now)));
    return won
        ? new Use.Renewed(family.grant(), identity.get(), next)
        : store
            .get(KIND, shown.family())
            .<Use>map(still -> new Use.Late())
            .orElseGet(Use.Unknown::new);
  }

  /**
   * A family that has not ended.
   *
   * @param since when its last tokens were given
   */
  record Standing(String family, Grant grant, Instant begun, Instant since) {}

  /** Those of a user, the one that was used last first; at most a hundred. */
  List<Standing> of(String subject) {
    return store.owned(KIND, subject).stream()
        .flatMap(entry -> Family.read(entry).stream()
            .map(
                family -> new Standing(entry.id(), family.grant(), family.begun(), family.since())))
        .sorted(Comparator.comparing(Standing::since).reversed())
        .toList();
  }

  /** The grant of a family that has not ended; what was read is believed for two seconds. */
  Optional<Grant> grant(String family) {
    Optional<Optional<Grant>> recent = known.get(family);
    if (recent.isPresent()) {
      return recent.get();
    }
    Optional<Grant> read = store.get(KIND, family).flatMap(Family::read).map(Family::grant);
    known.put(family, read);
    return read;
  }

  /**
   * Ends the family of a token, however old that is: only who was given a token of it knows the series.
   *
   * @return what it was; empty where it had ended already
   */
  Optional<Ended> end(RefreshToken shown) {
    return end(shown.family(), family -> !family.isRecent(shown));
  }

  /**
   * A family that was ended.
   *
   * @param since when its last access token was given
   * @param replayed whether it went on without whoever ended it: somebody else has a token of it
   */
  record Ended(Grant grant, Instant since, boolean replayed) {}

  /** Ends a family; empty where it had ended already. */
  Optional<Ended> end(String family) {
    return end(family, any -> false);
  }

  private Optional<Ended> end(String id, Predicate<Family> replayed) {
    Optional<Family> last = store.get(KIND, id).flatMap(Family::read);
    boolean ended = store.delete(KIND, id);
    known.put(id, Optional.empty());
    return last.filter(any -> ended)
        .map(family -> new Ended(family.grant(), family.since(), replayed.test(family)));
  }

  /** One that was never refreshed goes, the oldest first; else the one that ends first. */
  private void makeRoom(String subject) {
    List<Entry> families = store.owned(KIND, subject);
    if (families.size() >= PER_USER) {
      families.stream()
          .sorted(Comparator.comparing(RefreshTokens::isInUse).thenComparing(Entry::expires))
          .limit(families.size() - PER_USER + 1L)
          .forEach(entry -> end(entry.id()).map(Ended::grant).ifPresent(crowdedOut));
    }
  }

  private static boolean isInUse(Entry entry) {
    return Family.read(entry).filter(family -> !family.before().isEmpty()).isPresent();
  }

  /**
   * A family as the store keeps it.
   *
   * @param current the digest of the token that is good now
   * @param before the digest of the one before; {@code ""} for the first
   * @param since when the current one replaced it, to the millisecond
   * @param node by whose clock; {@code ""} where it does not say
   */
  private record Family(
      Grant grant, Instant begun, String current, String before, Instant since, String node) {

    /** Whether it is the one that is good now, or the one before. */
    boolean isRecent(RefreshToken shown) {
      return Digests.same(shown.digest(), current) || Digests.same(shown.digest(), before);
    }

    String write() {
      return grant.write(fields -> fields
          .put("b", begun)
          .put("t", current)
          .put("o", before)
          .put("s", Long.toString(since.toEpochMilli()))
          .put("y", node));
    }

    static Optional<Family> read(Entry entry) {
      return Grant.fields(entry.value()).flatMap(fields -> Grant.read(entry.value())
          .map(grant -> new Family(
              grant,
              fields.instant("b").orElse(Instant.EPOCH),
              fields.text("t").orElse(""),
              fields.text("o").orElse(""),
              Instant.ofEpochMilli(
                  fields.text("s").filter(Family::isNumber).map(Long::parseLong).orElse(0L)),
              fields.text("y").orElse(""))));
    }

    private static boolean isNumber(String text) {
      return text.matches("[0-9]{1,18}");
    }
  }
}
