package io.vestibule.auth.bypass;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Reason;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.csrf.Provenance;
import io.vestibule.auth.internal.ExpiringMap;
import io.vestibule.auth.internal.IpAddress;
import io.vestibule.auth.internal.Networks;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.server.KnownHosts;
import io.vestibule.auth.server.TrustedProxies;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes whoever comes from certain addresses for one user; asked after all others. Thread-safe.
 *
 * <p>The address proves nothing, so the identity has no method and no time: rules that ask for either stay closed. A
 * trusted proxy is never itself the reason, for behind it may be anybody; neither is another one. A request for a host
 * that is not known may be a foreign page's, whose name leads here.
 */
final class BypassAuthenticator implements Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(BypassAuthenticator.class);
  private static final String SCHEME = "BYPASS";

  /** What proxies add of themselves (RFC 7239; RFC 9110, 7.6.3), and their older habits. */
  private static final List<String> FORWARDING =
      List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

  private static final Duration QUIET = Duration.ofMinutes(10);
  private static final int MOST = 1_000;

  private final Networks networks;
  private final TrustedProxies trusted;
  private final KnownHosts hosts;
  private final Identity identity;
  private final Predicate<String> active;
  private final OriginCheck origins;
  private final Audit audit;
  private final InstantSource clock;
  private final ExpiringMap<String, Boolean> told;
  private final ExpiringMap<String, Boolean> warned;

  BypassAuthenticator(
      Networks networks,
      TrustedProxies trusted,
      KnownHosts hosts,
      String user,
      Set<String> roles,
      Predicate<String> active,
      OriginCheck origins,
      Audit audit,
      InstantSource clock) {
    this.networks = networks;
    this.trusted = trusted;
    this.hosts = hosts;
    this.identity = new Identity(user, SCHEME, roles, Set.of(), Set.of(), Instant.EPOCH, Map.of());
    this.active = active;
    this.origins = origins;
    this.audit = audit;
    this.clock = clock;
    this.told = new ExpiringMap<>(MOST, QUIET, clock);
    this.warned = new ExpiringMap<>(MOST, QUIET, clock);
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    String client = request.client();
    if (!isMeant(client) || isDoubtful(request, client) || !active.test(identity.subject())) {
      return AuthResult.notAttempted();
    }
    if (origins.check(request) instanceof Provenance.Foreign foreign) {
      return AuthResult.rejected(Reason.CROSS_SITE, foreign.reason());
    }
    tellOnce(request, client);
    return AuthResult.authenticated(identity);
  }

  private boolean isMeant(String client) {
    return IpAddress.parse(client).filter(networks::contains).isPresent()
        && !trusted.trusts(client);
  }

  /** An address is sent by whatever page makes the browser ask, and by whatever stands in between. */
  private boolean isDoubtful(AuthRequest request, String client) {
    if (!hosts.areAddressed(request)) {
      warnOnce(
          client,
          "the request is for " + request.addressedHost().orElse("an unknown host")
              + "; name it in addressed_as if it is this application");
      return true;
    }
    Optional<String> forwarded = request.isProxied()
        ? Optional.empty()
        : FORWARDING.stream().filter(name -> request.header(name).isPresent()).findFirst();
    forwarded.ifPresent(name ->
        warnOnce(client, "a proxy that is not in trusted_proxies sent the request, with " + name));
    return forwarded.isPresent();
  }

  private void warnOnce(String client, String reason) {
    if (warned.get(client).isEmpty()) {
      warned.put(client, true);
      LOG.warn("[bypass] does not count for {}: {}", client, Printable.of(reason));
    }
  }

  /** Once per address and ten minutes, or the audit would hold little else. */
  private void tellOnce(AuthRequest request, String client) {
    if (told.get(client).isEmpty()) {
      told.put(client, true);
      audit.record(
          AuditEvent.of(clock.instant(), AuditType.BYPASS, AuditEvent.Outcome.SUCCESS, request)
              .withSubject(identity.subject())
              .withReason("by-address"));
    }
  }
}
