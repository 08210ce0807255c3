package io.vestibule.auth.builder;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;

/** A way of signing in that is made already. */
record HostFactory(String name, Authenticator made) implements AuthenticatorFactory {

  @Override
  public Section section() {
    return Section.of(name, "Made by the application.");
  }

  @Override
  public Authenticator create(Settings settings) {
    return made;
  }
}
