package io.vestibule.auth.issuer;

import io.vestibule.auth.store.Fields;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What somebody who signed in lets a client do: the same through code, refresh token and access token. Immutable.
 *
 * @param subject whose it is
 * @param proof what the session side remembers of the sign-in, and tells later whether it still stands
 * @param scopes what the tokens may be used for
 * @param client what the client calls itself; {@code ""} where it said nothing
 */
record Grant(String subject, String proof, Set<String> scopes, String client) {

  Grant {
    scopes = Set.copyOf(scopes);
  }

  Grant withScopes(Set<String> fewer) {
    return new Grant(subject, proof, fewer, client);
  }

  /** One line of fields with these more, and the proof behind it. */
  String write(UnaryOperator<Fields.Writer> more) {
    Fields.Writer fields =
        Fields.write().put("u", subject).put("x", joined(scopes)).put("n", client);
    return more.apply(fields) + "\n" + proof;
  }

  /** The fields of what was written; empty for anything else. */
  static Optional<Fields> fields(String written) {
    return Fields.parse(written.lines().findFirst().orElse(""));
  }

  /** Empty for what cannot be read: then nobody gets anything by it. */
  static Optional<Grant> read(String written) {
    int end = written.indexOf('\n');
    return fields(written)
        .filter(fields -> end > 0 && !fields.text("u").orElse("").isBlank())
        .map(fields -> new Grant(
            fields.text("u").orElse(""),
            written.substring(end + 1),
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

  /** Says whose it is and nothing of how it was proved. */
  @Override
  public String toString() {
    return "Grant[" + subject + "]";
  }
}
