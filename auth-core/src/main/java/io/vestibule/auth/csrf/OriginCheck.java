package io.vestibule.auth.csrf;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.server.AllowedOrigins;
import io.vestibule.auth.server.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether another site made the browser send a request: by Fetch Metadata, else by Origin, else by Referer.
 * Immutable.
 *
 * <p>It matters only for credentials that a browser adds by itself: cookies, Basic and Digest.
 */
public final class OriginCheck {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final AllowedOrigins allowed;

  private OriginCheck(AllowedOrigins allowed) {
    this.allowed = allowed;
  }

  /**
   * Trusts the origin that the client addressed, and these.
   *
   * @param allowedOrigins such as {@code https://app.example.org}; a slash at the end is dropped
   * @throws IllegalArgumentException when one of them is no origin
   */
  public static OriginCheck of(List<String> allowedOrigins) {
    return new OriginCheck(AllowedOrigins.of(allowedOrigins));
  }

  /** As {@code [server]} says; an origin that is none is reported there. */
  public static OriginCheck from(Settings settings) {
    return new OriginCheck(ServerSection.allowedOrigins(settings));
  }

  /** Judges a request that may change something, or opens a WebSocket; any other one is trusted. */
  public Provenance check(AuthRequest request) {
    boolean harmless = SAFE.contains(request.method()) && !opensWebSocket(request);
    return harmless ? Provenance.Trusted.INSTANCE : judge(request);
  }

  /** No browser opens one without an Origin field (RFC 6455, 10.2); other clients need not be asked. */
  private static boolean opensWebSocket(AuthRequest request) {
    List<String> upgrades = request.headers("Upgrade");
    return !upgrades.isEmpty()
        && !request.headers("Origin").isEmpty()
        && upgrades.stream()
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("websocket"));
  }

  private Provenance judge(AuthRequest request) {
    return single(request, "Sec-Fetch-Site")
        .map(site -> switch (site) {
          case "same-origin", "none" -> Provenance.Trusted.INSTANCE;
          case "same-site", "cross-site" -> fromElsewhere(request, site);
          default -> byOrigin(request);
        })
        .orElseGet(() -> byOrigin(request));
  }

  /** The browser says that it is another site. Only a name on the list helps, not our own: it knows better. */
  private Provenance fromElsewhere(AuthRequest request, String site) {
    return single(request, "Origin")
            .flatMap(Origin::parse)
            .filter(allowed::contains)
            .isPresent()
        ? Provenance.Trusted.INSTANCE
        : new Provenance.Foreign(
            "Sec-Fetch-Site is " + site + ", Origin is " + shown(request, "Origin"));
  }

  private Provenance byOrigin(AuthRequest request) {
    if (!request.headers("Origin").isEmpty()) {
      return judged(request, "Origin", single(request, "Origin").flatMap(Origin::parse));
    }
    if (!request.headers("Referer").isEmpty()) {
      return judged(request, "Referer", single(request, "Referer").flatMap(Origin::ofUrl));
    }
    return request.headers("Sec-Fetch-Site").isEmpty()
        ? Provenance.Unknown.INSTANCE
        : new Provenance.Foreign("Sec-Fetch-Site is " + shown(request, "Sec-Fetch-Site"));
  }

  private Provenance judged(AuthRequest request, String field, Optional<Origin> origin) {
    boolean known = origin.isPresent()
        && (allowed.contains(origin.get()) || origin.equals(Origin.parse(request.origin())));
    return known
        ? Provenance.Trusted.INSTANCE
        : new Provenance.Foreign(field + " is " + shown(request, field));
  }

  /** Two fields of one name are no answer: who put the second one there? */
  private static Optional<String> single(AuthRequest request, String field) {
    List<String> values = request.headers(field);
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  private static String shown(AuthRequest request, String field) {
    List<String> values = request.headers(field);
    return values.isEmpty() ? "missing" : String.join(", ", values);
  }
}
