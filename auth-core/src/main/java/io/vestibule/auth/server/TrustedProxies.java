package io.vestibule.auth.server;

import io.vestibule.auth.internal.IpAddress;
import io.vestibule.auth.internal.Networks;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one place that knows whom to believe about where a request comes from. Immutable and thread-safe.
 *
 * <p>Only the other end of the socket is a fact. If it is a trusted proxy, what it says is believed, and so on from
 * right to left, until somebody is named who is not trusted: that is the client. What stands left of it is the client's
 * own invention.
 */
public final class TrustedProxies {
  private static final int MOST_HOPS = 20;
  private static final TrustedProxies NONE =
      new TrustedProxies(Networks.of(List.of()), false, false, Optional.empty());

  private final Networks networks;
  private final boolean everybody;
  private final boolean rfc7239;
  private final Optional<PublicUrl> publicUrl;
  private final boolean changesNothing;

  private TrustedProxies(
      Networks networks, boolean everybody, boolean rfc7239, Optional<PublicUrl> publicUrl) {
    this.networks = networks;
    this.everybody = everybody;
    this.rfc7239 = rfc7239;
    this.publicUrl = publicUrl;
    this.changesNothing = isEmpty() && publicUrl.isEmpty();
  }

  /** Nobody is believed. */
  public static TrustedProxies none() {
    return NONE;
  }

  /**
   * These are believed.
   *
   * @param networks such as {@code 10.0.0.0/8} or {@code ::1}
   * @throws IllegalArgumentException when one of them is no network; the message names it and the cure
   */
  public static TrustedProxies of(List<String> networks) {
    return new TrustedProxies(Networks.of(networks), false, false, Optional.empty());
  }

  /** Whoever connects is believed: right only where nobody but the proxy can. What it says others said is not. */
  public static TrustedProxies insecureEverybody() {
    return new TrustedProxies(Networks.of(List.of()), true, false, Optional.empty());
  }

  /** The same, who say it in the field {@code Forwarded} (RFC 7239) and not in {@code X-Forwarded-…}. */
  public TrustedProxies byForwarded() {
    return new TrustedProxies(networks, everybody, true, publicUrl);
  }

  /**
   * The same, for an application whose first page has this address, whatever a request says.
   *
   * @throws IllegalArgumentException when it is no such address
   */
  public TrustedProxies at(String url) {
    return new TrustedProxies(networks, everybody, rfc7239, Optional.of(PublicUrl.parse(url)));
  }

  /** Whether nobody is believed. */
  public boolean isEmpty() {
    return networks.isEmpty() && !everybody;
  }

  /** The fields that are read of those who are believed; no others are. */
  public List<String> fields() {
    return rfc7239
        ? List.of("Forwarded")
        : List.of(
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Prefix");
  }

  /** Whether nobody is believed and no address is given, so that a request is what the container says. */
  public boolean changesNothing() {
    return changesNothing;
  }

  /**
   * Whether this end of a socket is a trusted proxy. Whoever has no IP address is none, as behind a Unix socket: a
   * container has none to tell either where the client has hung up already.
   */
  public boolean trusts(String peer) {
    if (isEmpty()) {
      return false;
    }
    return everybody || IpAddress.parse(peer).filter(networks::contains).isPresent();
  }

  /**
   * Who sent a request, and what they addressed.
   *
   * @param seen what the container saw: the other end of the socket, and what is addressed there
   * @param fields the values of a header field, in order; empty where it is missing
   */
  public Client client(Client seen, Function<String, List<String>> fields) {
    Client believed = trusts(seen.address()) ? believed(seen, fields) : seen;
    return publicUrl.map(url -> url.of(believed)).orElse(believed);
  }

  /**
   * The host that the client's own request named, whatever address is configured; empty where a trusted proxy does not
   * tell. One that passes a name on in {@code Host} tells it; a literal there, or localhost, may be its own way to us.
   *
   * @param seen what the container saw: the other end of the socket, and what is addressed there
   * @param fields the values of a header field, in order; empty where it is missing
   */
  public Optional<String> addressedHost(Client seen, Function<String, List<String>> fields) {
    String named = seen.host().toLowerCase(Locale.ROOT);
    if (!trusts(seen.address())) {
      return Optional.of(named);
    }
    Walk walk = walk(seen, fields);
    return walk.hops().host(walk.depth()).map(Authority::host).or(() -> Optional.of(named)
        .filter(host -> !KnownHosts.isFixed(host)));
  }

  /** The first page's address, without a slash at its end; empty where none is configured. */
  public Optional<String> publicUrl() {
    return publicUrl.map(PublicUrl::text);
  }

  /** The host of the first page's address, where one is configured. */
  Optional<String> publicHost() {
    return publicUrl.map(PublicUrl::host);
  }

  private Client believed(Client seen, Function<String, List<String>> fields) {
    return addressed(seen, walk(seen, fields));
  }

  /** How far what trusted proxies say leads: the client's address, and the hop that tells what it addressed. */
  private record Walk(Hops hops, int depth, String address) {}

  private Walk walk(Client seen, Function<String, List<String>> fields) {
    Hops hops = rfc7239 ? Forwarded.of(fields.apply("Forwarded")) : XForwarded.of(fields);
    String address = seen.address();
    int depth = 0;
    for (boolean more = true; more && depth < MOST_HOPS; ) {
      Optional<IpAddress> said = hops.node(depth).flatMap(Authority::address);
      address = said.map(IpAddress::toString).orElse(address);
      more = said.filter(networks::contains).isPresent();
      depth += more ? 1 : 0;
    }
    return new Walk(hops, depth, address);
  }

  private static Client addressed(Client seen, Walk walk) {
    Hops hops = walk.hops();
    int depth = walk.depth();
    Optional<String> said = hops.scheme(depth);
    String scheme = said.orElse(seen.scheme());
    Optional<Authority> host = hops.host(depth);
    int port = host.map(Authority::port).filter(own -> own > 0).orElse(hops.port(depth));
    boolean usual =
        host.isPresent() || (said.isPresent() && seen.port() == Client.usualPort(seen.scheme()));
    return new Client(
        walk.address(),
        scheme,
        host.map(Authority::host).orElse(seen.host()),
        port > 0 ? port : usual ? Client.usualPort(scheme) : seen.port(),
        hops.prefix(depth).orElse("") + seen.path());
  }
}
