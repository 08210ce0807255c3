package io.vestibule.auth.server;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.internal.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The hosts by which an application is addressed on purpose. Whoever asks for another one may be a page that had its
 * own name lead here (DNS rebinding): to the browser both are one site then. Immutable.
 */
public final class KnownHosts {
  private final Set<String> names;

  private KnownHosts(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  /**
   * IP addresses and localhost, the host of the first page's address, and these names.
   *
   * @throws IllegalArgumentException when one of them is no name; the message says what to write
   */
  public static KnownHosts of(List<String> names, TrustedProxies trusted) {
    Set<String> known = new HashSet<>();
    names.forEach(name -> known.add(Authority.parse(name)
        .filter(authority -> authority.port() == 0)
        .orElseThrow(() -> new IllegalArgumentException(
            "'" + name + "' is no host; write the name without a port, such as nas.lan"))
        .host()));
    trusted.publicHost().ifPresent(known::add);
    return new KnownHosts(known);
  }

  /** Whether the client asked for one of them; not where a proxy keeps to itself what it was asked for. */
  public boolean areAddressed(AuthRequest request) {
    return request
        .addressedHost()
        .filter(host -> isFixed(host) || names.contains(host))
        .isPresent();
  }

  /** Whether nobody can have this host lead elsewhere. */
  static boolean isFixed(String host) {
    return host.equals("localhost") || IpAddress.parse(host).isPresent();
  }
}
