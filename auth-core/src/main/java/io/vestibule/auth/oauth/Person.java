package io.vestibule.auth.oauth;

import io.vestibule.auth.internal.EmailAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who signed in, as the provider tells it. Immutable.
 *
 * @param issuer who vouches
 * @param id the subject's identifier there
 * @param claims all that was said and is kept: {@code email} (verified only), {@code name}, the groups
 */
record Person(String issuer, String id, Map<String, Object> claims, List<String> groups) {
  static final String EMAIL = "email";
  static final String EMAIL_VERIFIED = "email_verified";
  static final String NAME = "name";

  Person {
    claims = Map.copyOf(claims);
    groups = List.copyOf(groups);
  }

  /** The address, if the provider says that it is verified and there is one way to read it. */
  Optional<EmailAddress> email() {
    return Boolean.TRUE.equals(claims.get(EMAIL_VERIFIED))
        ? text(EMAIL).flatMap(EmailAddress::parse)
        : Optional.empty();
  }

  Optional<String> text(String claim) {
    return claims.get(claim) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }
}
