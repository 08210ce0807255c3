package io.vestibule.auth.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.Secret;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the keys that a database keeps, by a secret that the database does not have: whoever reads a copy of it reads
 * none of what these keys seal, and signs nothing. Each is sealed together with its id. Immutable, thread-safe.
 *
 * <p>A key that is not sealed is refused where there is a secret: somebody may have put it there who does not know the
 * secret. What was kept before there was one is read {@link #orPlain}, and sealed then. After a change of the secret the one
 * before opens what it has sealed.
 */
public final class KeySeal {
  /** The fewest characters of a secret: whoever has a copy may try as many as they like. */
  public static final int SHORTEST = 32;

  /** The kinds of entries that are keys. */
  static final Set<String> KINDS = Set.of(SharedKey.KIND, "issuer-key");

  private static final String MARK = "sealed1:";
  private static final String ALGORITHM = "HmacSHA256";

  private final List<Seal> seals;
  private final boolean plain;

  private KeySeal(List<Seal> seals, boolean plain) {
    this.seals = List.copyOf(seals);
    this.plain = plain;
  }

  /** Keys are kept as they are. */
  public static KeySeal none() {
    return new KeySeal(List.of(), true);
  }

  /**
   * Keys are sealed with this secret.
   *
   * @param former the secrets before, which still open what they have sealed
   * @throws IllegalArgumentException when one has fewer than {@value #SHORTEST} characters
   */
  public static KeySeal of(Secret secret, Secret... former) {
    SecureRandom random = new SecureRandom();
    List<Seal> seals = new ArrayList<>(List.of(seal(secret, random)));
    for (Secret before : former) {
      seals.add(seal(before, random));
    }
    return new KeySeal(seals, false);
  }

  /** The same, which believes keys that are not sealed, for those from before there was a secret. */
  public KeySeal orPlain() {
    return new KeySeal(seals, true);
  }

  /** Whether a secret is long enough. */
  static boolean isUsable(Secret secret) {
    return secret.reveal().length() >= SHORTEST;
  }

  private static Seal seal(Secret secret, SecureRandom random) {
    if (!isUsable(secret)) {
      throw new IllegalArgumentException(
          "a secret of fewer than " + SHORTEST + " characters can be tried out");
    }
    Mac keyed = keyed(secret);
    return new Seal(() -> keyed, "keys of the store", random);
  }

  private static Mac keyed(Secret secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.reveal().getBytes(UTF_8), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
    }
  }

  /** The entry as the database is to keep it. */
  Entry sealed(Entry entry) {
    return seals.isEmpty() || !KINDS.contains(entry.kind())
        ? entry
        : entry.with(MARK + seals.get(0).seal(bound(entry, entry.value())), entry.expires());
  }

  /**
   * The entry that a database keeps so.
   *
   * @throws UnusableDatabaseException when it is sealed with another secret, or is to be sealed and is not
   */
  Entry opened(Entry kept) {
    if (isSealed(kept)) {
      return seals.stream()
          .flatMap(seal -> open(seal, kept).stream())
          .findFirst()
          .orElseThrow(this::another);
    }
    if (!plain && KINDS.contains(kept.kind())) {
      throw new UnusableDatabaseException(
          "a key in the database is not sealed",
          "write former_secret = plain for one start, if it is from before there was a secret;"
              + " else somebody has put it there");
    }
    return kept;
  }

  /** Whether the database keeps it otherwise than it should: as it is, or sealed with a secret of before. */
  boolean isStale(Entry kept) {
    return !seals.isEmpty()
        && KINDS.contains(kept.kind())
        && !(isSealed(kept) && open(seals.get(0), kept).isPresent());
  }

  private static boolean isSealed(Entry kept) {
    return KINDS.contains(kept.kind()) && kept.value().startsWith(MARK);
  }

  private static Optional<Entry> open(Seal seal, Entry kept) {
    String bound = bound(kept, "");
    return seal.open(kept.value().substring(MARK.length()))
        .filter(text -> text.startsWith(bound))
        .map(text -> kept.with(text.substring(bound.length()), kept.expires()));
  }

  private static String bound(Entry entry, String value) {
    return entry.kind() + "\n" + entry.id() + "\n" + value;
  }

  private UnusableDatabaseException another() {
    return new UnusableDatabaseException(
        "the keys in the database are sealed with a secret, "
            + (seals.isEmpty() ? "and none is given" : "which is not this one"),
        "write secret = ${file:…} with the one that they were sealed with");
  }
}
