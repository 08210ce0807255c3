package io.vestibule.auth.config;

import java.util.List;

/**
 * One authenticator that {@code type} asks for.
 *
 * @param name as {@code via:} knows it: the kind, or {@code bearer.ci}
 * @param sections where its keys may stand, its own name first
 * @param place where it is asked for
 * @param named whether {@code type} names it; if not, it comes with a section of the file
 */
record Way(
    String name, AuthenticatorFactory factory, List<String> sections, Place place, boolean named) {

  Section schema() {
    return factory.section();
  }
}
