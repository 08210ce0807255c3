package io.vestibule.auth.config;

import io.vestibule.auth.Auth;
import io.vestibule.auth.RefusalHandler;
import io.vestibule.auth.Rules;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.server.AllowedOrigins;
import io.vestibule.auth.server.Cors;
import io.vestibule.auth.server.TrustedProxies;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a file says, save its rules. */
record Draft(
    String file,
    List<Configuration.Named> authenticators,
    boolean open,
    boolean corsPreflight,
    boolean servletAnnotations,
    InstantSource clock,
    List<String> overrides,
    Look look,
    TrustedProxies trustedProxies,
    AllowedOrigins allowedOrigins,
    Map<Class<?>, Object> shared,
    Audit audit,
    Supplied supplied) {

  /** Copies the lists and the map. */
  Draft {
    authenticators = List.copyOf(authenticators);
    overrides = List.copyOf(overrides);
    shared = Collections.unmodifiableMap(new LinkedHashMap<>(shared));
  }

  /** What stands for this type: supplied by the host, or made from the file; the latter only is ours to close. */
  <T> Optional<T> find(Class<T> type) {
    return supplied.find(type).or(() -> Optional.ofNullable(shared.get(type)).map(type::cast));
  }

  Auth auth(Rules rules) {
    Auth.Builder builder = Auth.builder().rules(rules).clock(clock).corsPreflight(corsPreflight);
    shared.values().stream()
        .filter(AutoCloseable.class::isInstance)
        .map(AutoCloseable.class::cast)
        .forEach(builder::closing);
    supplied.find(RefusalHandler.class).ifPresent(builder::onRefusal);
    builder.onPreflight(new Cors(allowedOrigins)::answerToPreflight);
    builder.onDenial(audit.denials(clock));
    authenticators.forEach(named -> builder.authenticator(named.name(), named.authenticator()));
    return open ? builder.insecureOpen().build() : builder.build();
  }
}
