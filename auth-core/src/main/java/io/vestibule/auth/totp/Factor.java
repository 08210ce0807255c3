package io.vestibule.auth.totp;

import io.vestibule.auth.store.Entry;
import java.time.Instant;
import java.util.List;

/**
 * A second factor as it is kept. Immutable.
 *
 * @param entry as it was read, with its version
 * @param step that of the last code which was accepted: none before it or of it is accepted again
 * @param recovery the digests of the recovery codes that are left
 */
record Factor(Entry entry, Totp totp, long step, List<String> recovery, Instant made) {

  Factor {
    recovery = List.copyOf(recovery);
  }

  Factor withStep(long accepted) {
    return new Factor(entry, totp, accepted, recovery, made);
  }

  Factor withRecovery(List<String> left) {
    return new Factor(entry, totp, step, left, made);
  }

  String id() {
    return entry.id();
  }
}
