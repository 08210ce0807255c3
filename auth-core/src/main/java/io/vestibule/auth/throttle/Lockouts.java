package io.vestibule.auth.throttle;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Who must wait now: for the command line and for administrators. Thread-safe. */
public final class Lockouts {
  /** How many are listed at most. */
  public static final int MOST = 1_000;

  private static final int PAGE = 500;

  private final Ids ids;
  private final Counters accounts;
  private final Counters networks;
  private final InstantSource clock;

  Lockouts(Ids ids, Counters accounts, Counters networks, InstantSource clock) {
    this.ids = ids;
    this.accounts = accounts;
    this.networks = networks;
    this.clock = clock;
  }

  /** Networks first, then accounts; at most 1,000. */
  public List<Lockout> list() {
    List<Lockout> found = new ArrayList<>();
    collect(networks, found);
    collect(accounts, found);
    return List.copyOf(found);
  }

  private void collect(Counters counters, List<Lockout> found) {
    long now = clock.millis();
    String after = "";
    List<Counters.Kept> page = counters.list(after, PAGE);
    while (!page.isEmpty() && found.size() < MOST) {
      page.stream()
          .map(Counters.Kept::count)
          .filter(count -> count.isLocked(now))
          .limit(MOST - found.size())
          .map(Lockout::of)
          .forEach(found::add);
      after = page.get(page.size() - 1).id();
      page = counters.list(after, PAGE);
    }
  }

  /** Forgets all failures of an account, from wherever; the number of counts that are gone. */
  public int clearAccount(String account) {
    return clear(accounts, ids.ofAccount(account));
  }

  /** Forgets all failures of the network that the address belongs to; the number of counts that are gone. */
  public int clearNetwork(String address) {
    return clear(networks, ids.ofNetwork(Attempt.of("", address).network()));
  }

  /** Forgets all failures; the number of counts that are gone. */
  public int clearAll() {
    return clear(accounts, "") + clear(networks, "");
  }

  /** Ids that begin alike stand together. A whole id is its own beginning, so it is removed by itself. */
  private static int clear(Counters counters, String prefix) {
    int gone = !prefix.isEmpty() && counters.remove(prefix) ? 1 : 0;
    String after = prefix;
    while (true) {
      List<Counters.Kept> page = counters.list(after, PAGE).stream()
          .filter(kept -> kept.id().startsWith(prefix))
          .toList();
      if (page.isEmpty()) {
        return gone;
      }
      for (Counters.Kept kept : page) {
        gone += counters.remove(kept.id()) ? 1 : 0;
      }
      after = page.get(page.size() - 1).id();
    }
  }
}
