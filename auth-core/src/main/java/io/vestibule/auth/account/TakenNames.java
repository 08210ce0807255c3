package io.vestibule.auth.account;

import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.internal.ExpiringMap;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often a link was shown with a name that is somebody's: whoever has one may look for a free name, and not for all that
 * there are. Thread-safe.
 */
final class TakenNames {
  private static final int MOST = 20;
  private static final int LINKS = 10_000;

  private final AccountLinks links;
  private final ExpiringMap<String, AtomicInteger> tries;

  TakenNames(AccountLinks links, InstantSource clock) {
    this.links = links;
    this.tries = new ExpiringMap<>(LINKS, Purpose.REGISTER.life(), clock);
  }

  /** Counts one more; true where that was one too many, which ends the link. */
  boolean areTooMany(String token) {
    String link = Digests.inBase64Url(token);
    AtomicInteger before = tries.get(link).orElseGet(() -> {
      AtomicInteger none = new AtomicInteger();
      tries.put(link, none);
      return none;
    });
    return before.incrementAndGet() > MOST && links.take(token).isPresent();
  }
}
