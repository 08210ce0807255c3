package io.vestibule.auth.password;

import io.vestibule.auth.internal.EmailAddress;
import io.vestibule.auth.store.Fields;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Where mail reaches a user. Immutable.
 *
 * @param written as it was typed; {@code ""} for nowhere
 * @param verified when somebody proved to read what is sent there; empty where nobody did
 */
record Address(String written, Optional<Instant> verified) {
  static final Address NONE = new Address("", Optional.empty());

  private static final String EMAIL = "email";
  private static final String VERIFIED = "verified";

  /** An address as somebody typed it; {@code ""} is none. Refuses what is no plain address. */
  static Address of(String typed, Optional<Instant> verified) {
    if (typed.isBlank()) {
      return NONE;
    }
    return EmailAddress.typed(typed)
        .map(written -> new Address(written, verified))
        .orElseThrow(() -> new IllegalArgumentException("that is no plain e-mail address"));
  }

  /** What a record says of it; what cannot be read is none, and what is not surely verified is not. */
  static Address read(Fields fields) {
    return fields
        .text(EMAIL)
        .flatMap(EmailAddress::typed)
        .map(written -> new Address(written, fields.instant(VERIFIED)))
        .orElse(NONE);
  }

  Fields.Writer write(Fields.Writer fields) {
    if (written.isEmpty()) {
      return fields;
    }
    Fields.Writer with = fields.put(EMAIL, written);
    return verified.isPresent() ? with.put(VERIFIED, verified.get()) : with;
  }

  /** The spelling by which it is compared with others; {@code ""} for none. */
  String folded() {
    return EmailAddress.parse(written).map(EmailAddress::toString).orElse("");
  }

  /** Whether this user, and nobody else, has it: in its one spelling. */
  boolean isVerifiedAs(String folded) {
    return verified.isPresent() && folded().equals(folded);
  }

  /** What the application is told (OpenID Connect Core 1.0, section 5.1). */
  Map<String, Object> claims() {
    return written.isEmpty()
        ? Map.of()
        : Map.of(User.EMAIL, written, User.EMAIL_VERIFIED, verified.isPresent());
  }
}
