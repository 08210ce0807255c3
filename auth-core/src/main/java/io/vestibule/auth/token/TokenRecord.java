package io.vestibule.auth.token;

import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A token as text, for the store; its end is that of its entry. */
final class TokenRecord {
  private TokenRecord() {}

  static String write(ApiToken token) {
    return Fields.write()
        .put("n", token.name())
        .put("u", token.owner().name())
        .put("w", token.owner().way())
        .put("a", token.owner().account())
        .put("s", joined(token.scopes()))
        .put("c", token.created())
        .put("l", token.lastUsed())
        .put("p", token.lastAddress())
        .put("t", token.ending())
        .toString();
  }

  /** What stays of a token that was revoked, so that its use can be told from a guess. */
  static String revoked(ApiToken token) {
    return Fields.write().put("revoked", token.owner().name()).toString();
  }

  /** Whose the token was; empty where it was not revoked. */
  static Optional<String> revokedFrom(Entry entry) {
    return Fields.parse(entry.value()).flatMap(fields -> fields.text("revoked"));
  }

  /** Empty for what cannot be read, and for a token that was revoked: neither lets anybody in. */
  static Optional<ApiToken> read(Entry entry) {
    return Fields.parse(entry.value())
        .filter(TokenRecord::isWhole)
        .map(fields -> whole(entry, fields));
  }

  private static boolean isWhole(Fields fields) {
    return Set.of("n", "u", "w", "a", "s", "t").stream()
            .allMatch(name -> fields.text(name).isPresent())
        && fields.instant("c").isPresent()
        && fields.instant("l").isPresent();
  }

  private static ApiToken whole(Entry entry, Fields fields) {
    return new ApiToken(
        entry.id(),
        new Owner(text(fields, "u"), text(fields, "w"), text(fields, "a")),
        text(fields, "n"),
        split(text(fields, "s")),
        fields.instant("c").orElseThrow(),
        entry.expires(),
        fields.instant("l").orElse(Instant.EPOCH),
        fields.text("p").orElse(""),
        text(fields, "t"));
  }

  private static String text(Fields fields, String name) {
    return fields.text(name).orElseThrow();
  }

  private static String joined(Set<String> words) {
    return String.join("\n", new TreeSet<>(words));
  }

  private static Set<String> split(String joined) {
    return joined.isEmpty() ? Set.of() : Set.of(joined.split("\n"));
  }
}
