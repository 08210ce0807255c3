package io.vestibule.auth.config;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Rules;
import java.time.InstantSource;
import java.util.List;

/** What a file says, save its rules. */
record Draft(
    String file,
    List<Configuration.Named> authenticators,
    boolean open,
    boolean corsPreflight,
    InstantSource clock,
    List<String> overrides) {

  /** Copies the lists. */
  Draft {
    authenticators = List.copyOf(authenticators);
    overrides = List.copyOf(overrides);
  }

  Auth auth(Rules rules) {
    Auth.Builder builder = Auth.builder().rules(rules).clock(clock).corsPreflight(corsPreflight);
    authenticators.forEach(named -> builder.authenticator(named.name(), named.authenticator()));
    return open ? builder.insecureOpen().build() : builder.build();
  }
}
