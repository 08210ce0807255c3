package io.vestibule.auth.oauth;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.internal.ExpiringMap;
import io.vestibule.auth.internal.IpAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests to a provider those of one network, who are strangers yet, may cause in a minute: it would hold a
 * flood against this application. Thread-safe and bounded; each node counts for itself.
 */
final class NetworkQuota {
  static final Duration WAIT = Duration.ofMinutes(1);
  private static final int MOST_NETWORKS = 8_192;

  private final int most;
  private final ExpiringMap<String, AtomicInteger> caused;

  NetworkQuota(int most, InstantSource clock) {
    this.most = most;
    this.caused = new ExpiringMap<>(MOST_NETWORKS, WAIT, clock);
  }

  /** Counts one more; too many end the sign-in. Where the address is unknown, all the world would be one network. */
  void take(AuthRequest request) {
    String network = network(request);
    if (!network.isEmpty() && counter(network).incrementAndGet() > most) {
      throw SignInRefusedException.tooMany();
    }
  }

  /** It led somewhere: then it was no flood. */
  void giveBack(AuthRequest request) {
    caused
        .get(network(request))
        .ifPresent(count -> count.updateAndGet(now -> Math.max(0, now - 1)));
  }

  private synchronized AtomicInteger counter(String network) {
    return caused.get(network).orElseGet(() -> {
      AtomicInteger fresh = new AtomicInteger();
      caused.put(network, fresh);
      return fresh;
    });
  }

  private static String network(AuthRequest request) {
    return IpAddress.parse(request.client()).map(IpAddress::network).orElse("");
  }
}
