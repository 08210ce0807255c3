package io.vestibule.auth.throttle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.internal.FoldedName;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;

/**
 * Turns names and addresses into keyed digests, so that no list of what was typed lies around: people type passwords
 * into the field of the name, too. Thread-safe.
 */
final class Ids {
  private static final int LENGTH = 16;

  private final Supplier<Mac> keyed;

  /** With a key that is asked for at each use: it may come from a store that is down. It is copied, never used. */
  Ids(Supplier<Mac> keyed) {
    this.keyed = keyed;
  }

  /** The two ids of a try. */
  Pair of(Attempt attempt) {
    String from = attempt.fromKnownDevice()
        ? digest("device", attempt.device())
        : ofNetwork(attempt.network());
    return new Pair(ofAccount(attempt.account()) + from, from);
  }

  /** Spellings that any directory may take for one share their count. */
  String ofAccount(String account) {
    return digest("account", FoldedName.loose(account));
  }

  String ofNetwork(String network) {
    return digest("network", network);
  }

  /**
   * What a try counts for.
   *
   * @param account one account from one network or device; it begins with the id of the account
   * @param from the network or the device
   */
  record Pair(String account, String from) {}

  private String digest(String kind, String text) {
    byte[] digest = Digests.copy(keyed.get()).doFinal((kind + ':' + text).getBytes(UTF_8));
    return HexFormat.of().formatHex(digest, 0, LENGTH);
  }
}
