package io.vestibule.auth.proxy;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.HeaderAuthenticator;
import io.vestibule.auth.Identity;
import io.vestibule.auth.NamesUser;
import io.vestibule.auth.Need;
import io.vestibule.auth.Reason;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.csrf.Provenance;
import io.vestibule.auth.internal.ExpiringMap;
import io.vestibule.auth.internal.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Believes a trusted proxy about who the user is. Thread-safe.
 *
 * <p>It keeps nothing between requests: the field of this very request decides, so whoever signs out at the proxy is
 * signed out here. From anybody but a trusted proxy the fields are as good as missing.
 */
final class ProxyAuthenticator implements HeaderAuthenticator, NamesUser {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyAuthenticator.class);
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final Duration QUIET = Duration.ofMinutes(10);
  private static final int MOST = 10_000;
  private static final int MOST_PEERS = 100;
  private static final int LONGEST_KEPT = 1_000;

  private final ProxyHeaders headers;
  private final Optional<SharedSecret> secret;
  private final UserNames names;
  private final People people;
  private final OriginCheck origins;
  private final ProxyPages pages;
  private final ProxyReports reports;
  private final Set<String> hidden;
  private final ExpiringMap<ProxyHeaders.Said, Known> known;
  private final ExpiringMap<String, Boolean> warned;

  ProxyAuthenticator(
      ProxyHeaders headers,
      Optional<SharedSecret> secret,
      UserNames names,
      People people,
      OriginCheck origins,
      ProxyPages pages,
      ProxyReports reports,
      InstantSource clock) {
    this.headers = headers;
    this.secret = secret;
    this.names = names;
    this.people = people;
    this.origins = origins;
    this.pages = pages;
    this.reports = reports;
    this.hidden = hidden(headers, secret);
    this.known = new ExpiringMap<>(MOST, BOUND, clock);
    this.warned = new ExpiringMap<>(MOST_PEERS, QUIET, clock);
  }

  /** Somebody, as the fields of a request make them. */
  private record Known(Identity identity) {}

  @Override
  public AuthResult authenticate(AuthRequest request) {
    if (!request.isProxied()) {
      explain(request);
      return AuthResult.notAttempted();
    }
    Optional<ProxyHeaders.Said> said = headers.of(request);
    if (said.isEmpty()) {
      return AuthResult.rejected(Reason.DOUBLED, "an identity field came twice");
    }
    if (said.get().user().isBlank()) {
      return AuthResult.notAttempted();
    }
    if (!isSecretShown(request)) {
      return reports.refused(
          request,
          AuditType.BYPASS,
          new AuthResult.Rejected(
              Reason.NOT_ACCEPTED,
              "the proxy's secret is missing or wrong, peer " + request.peer()));
    }
    return origins.check(request) instanceof Provenance.Foreign foreign
        ? AuthResult.rejected(Reason.CROSS_SITE, foreign.reason())
        : judge(request, said.get());
  }

  private AuthResult judge(AuthRequest request, ProxyHeaders.Said said) {
    Optional<Known> recent = known.get(said);
    if (recent.isPresent()) {
      return AuthResult.authenticated(recent.get().identity());
    }
    UserNames.Named named = names.of(said.user());
    if (named.refusal().isPresent()) {
      return reports.refused(
          request,
          AuditType.LOGIN,
          new AuthResult.Rejected(Reason.NOT_ACCEPTED, named.refusal().get()));
    }
    List<String> groups = SaidText.groups(said.groups(), headers.separator());
    People.Answer answer = people.find(named.name(), groups);
    if (answer instanceof People.Stranger stranger) {
      return reports.refused(request, AuditType.LOGIN, stranger.refusal());
    }
    Identity identity = identity(said, groups, (People.Person) answer);
    if (said.length() <= LONGEST_KEPT) {
      known.put(said, new Known(identity));
    }
    reports.admitted(request, identity.subject());
    return AuthResult.authenticated(identity);
  }

  /** When the user proved anything, the proxy does not say: nothing here is fresh. */
  private Identity identity(ProxyHeaders.Said said, List<String> groups, People.Person person) {
    Map<String, Object> claims = new HashMap<>();
    SaidText.text(said.email()).ifPresent(email -> claims.put("email", email));
    SaidText.text(said.name()).ifPresent(name -> claims.put("name", name));
    if (!groups.isEmpty()) {
      claims.put("groups", groups);
    }
    return new Identity(
        person.subject(),
        headers.user(),
        person.roles(),
        person.scopes(),
        Set.of(),
        Instant.EPOCH,
        claims);
  }

  private boolean isSecretShown(AuthRequest request) {
    return secret.isEmpty() || secret.get().isShown(request);
  }

  /** An attack, or a proxy that nobody has named: for the latter the log says so, once per peer. */
  private void explain(AuthRequest request) {
    if (request.header(headers.user()).isEmpty()) {
      return;
    }
    reports.spoofed(request);
    if (warned.get(request.peer()).isEmpty()) {
      warned.put(request.peer(), true);
      LOG.info(
          "{} from {} is ignored, because trusted_proxies does not name that address",
          headers.user(),
          Printable.of(request.peer()));
    }
  }

  @Override
  public Optional<String> namedUser(AuthRequest request) {
    return believes(request)
        ? request
            .header(headers.user())
            .map(names::of)
            .map(UserNames.Named::name)
            .filter(name -> !name.isEmpty())
        : Optional.empty();
  }

  /** Whether the service in front says of this request who it is, whatever becomes of that. */
  private boolean names(AuthRequest request) {
    return request.isProxied()
        && request.header(headers.user()).filter(user -> !user.isBlank()).isPresent();
  }

  @Override
  public boolean believes(AuthRequest request) {
    return request.isProxied() && isSecretShown(request);
  }

  @Override
  public Set<String> fields() {
    return headers.names();
  }

  @Override
  public Set<String> hiddenFields() {
    return hidden;
  }

  private static Set<String> hidden(ProxyHeaders headers, Optional<SharedSecret> secret) {
    Set<String> hidden = new LinkedHashSet<>(Preset.KNOWN_FIELDS);
    hidden.removeIf(field -> headers.names().stream().anyMatch(field::equalsIgnoreCase));
    secret.ifPresent(shared -> hidden.add(shared.field()));
    return Set.copyOf(hidden);
  }

  @Override
  public Optional<Challenge> challenge(Need need) {
    return pages.challenge(need);
  }

  @Override
  public List<Endpoint> endpoints() {
    return pages.endpoints(this::names);
  }
}
