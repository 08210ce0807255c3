package io.vestibule.auth.password;

import io.vestibule.auth.internal.ExpiringMap;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was read of users lately, and which names were nobody's then. Names that are made up push no user out. Thread-safe.
 */
final class RecentUsers {
  private static final int MOST = 10_000;

  private final ExpiringMap<String, Users.Entry> found;
  private final ExpiringMap<String, Boolean> absent;
  private final AtomicLong changes = new AtomicLong();

  /** Remembers for this long. */
  RecentUsers(Duration life, InstantSource clock) {
    this.found = new ExpiringMap<>(MOST, life, clock);
    this.absent = new ExpiringMap<>(MOST, life, clock);
  }

  Optional<Users.Entry> find(String id) {
    return found.get(id);
  }

  boolean isAbsent(String id) {
    return absent.get(id).isPresent();
  }

  /** How many changes there were, to be taken before something is read. */
  long changes() {
    return changes.get();
  }

  /** Remembers what was read, unless something has changed since. */
  void saw(String id, Optional<Users.Entry> read, long changesBefore) {
    if (read.isPresent()) {
      found.putIf(id, read.get(), () -> changes.get() == changesBefore);
      absent.remove(id);
    } else {
      absent.putIf(id, true, () -> changes.get() == changesBefore);
      found.remove(id);
    }
  }

  /** Forgets what was read of this name: it was changed here. */
  void changed(String id) {
    changes.incrementAndGet();
    found.remove(id);
    absent.remove(id);
  }
}
