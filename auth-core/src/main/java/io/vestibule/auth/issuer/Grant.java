package io.vestibule.auth.issuer;

import io.vestibule.auth.store.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody who signed in lets a client do: the same through code, refresh token and access token. Immutable.
 *
 * @param subject whose it is
 * @param credential what was known of the user's password or account then: once it changes, the grant is over
 * @param methods by what the sign-in was proved
 * @param authenticatedAt when
 * @param scopes what the tokens may be used for
 * @param client what the client calls itself; {@code ""} where it said nothing
 */
record Grant(
    String subject,
    String credential,
    Set<String> methods,
    Instant authenticatedAt,
    Set<String> scopes,
    String client) {

  Grant {
    methods = Set.copyOf(methods);
    scopes = Set.copyOf(scopes);
  }

  Grant withScopes(Set<String> fewer) {
    return new Grant(subject, credential, methods, authenticatedAt, fewer, client);
  }

  Fields.Writer write() {
    return Fields.write()
        .put("u", subject)
        .put("c", credential)
        .put("m", joined(methods))
        .put("a", authenticatedAt)
        .put("x", joined(scopes))
        .put("n", client);
  }

  /** Empty for what cannot be read: then nobody gets anything by it. */
  static Optional<Grant> read(Fields fields) {
    Optional<Instant> at = fields.instant("a");
    Optional<String> subject = fields.text("u").filter(name -> !name.isBlank());
    return at.isEmpty() || subject.isEmpty()
        ? Optional.empty()
        : Optional.of(new Grant(
            subject.get(),
            fields.text("c").orElse(""),
            split(fields.text("m").orElse("")),
            at.get(),
            split(fields.text("x").orElse("")),
            fields.text("n").orElse("")));
  }

  static String joined(Set<String> words) {
    return String.join(" ", new TreeSet<>(words));
  }

  /** The words between blanks (RFC 6749, 3.3). */
  static Set<String> split(String joined) {
    return joined.isBlank() ? Set.of() : Set.copyOf(List.of(joined.strip().split(" +")));
  }
}
