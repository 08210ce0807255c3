package io.vestibule.auth.ticket;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Identity;
import io.vestibule.auth.store.Fields;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a ticket is good for: one identity, one path, one address. Immutable. */
record Pass(Identity identity, String path, String client) {
  private static final int LONGEST = 7_500;

  /** Whether the store can keep it: somebody may have more roles than go into an entry. */
  boolean fits() {
    return write(Map.of()).length() <= LONGEST;
  }

  /** One line for the store; claims that would not fit into it stay behind. */
  String write() {
    String whole = write(identity.claims());
    return whole.length() > LONGEST ? write(Map.of()) : whole;
  }

  private String write(Map<String, Object> claims) {
    return Fields.write()
        .put("path", path)
        .put("client", client)
        .put("subject", identity.subject())
        .put("scheme", identity.scheme())
        .put("roles", String.join("\n", identity.roles()))
        .put("scopes", String.join("\n", identity.scopes()))
        .put("methods", String.join("\n", identity.methods()))
        .put("at", identity.authenticatedAt())
        .put("claims", JSONObjectUtils.toJSONString(claims))
        .toString();
  }

  /** Empty for what we did not write. */
  static Optional<Pass> read(String value) {
    try {
      return Fields.parse(value).map(Pass::of);
    } catch (IllegalArgumentException | NoSuchElementException notOurs) {
      return Optional.empty();
    }
  }

  private static Pass of(Fields fields) {
    Identity identity = new Identity(
        fields.text("subject").orElseThrow(),
        fields.text("scheme").orElseThrow(),
        words(fields, "roles"),
        words(fields, "scopes"),
        words(fields, "methods"),
        fields.instant("at").orElse(Instant.EPOCH),
        claims(fields.text("claims").orElse("{}")));
    return new Pass(
        identity, fields.text("path").orElseThrow(), fields.text("client").orElseThrow());
  }

  private static Set<String> words(Fields fields, String name) {
    String joined = fields.text(name).orElseThrow();
    return joined.isEmpty() ? Set.of() : Set.of(joined.split("\n"));
  }

  private static Map<String, Object> claims(String text) {
    try {
      Map<String, Object> claims = JSONObjectUtils.parse(text);
      claims.values().removeIf(Objects::isNull);
      return claims;
    } catch (ParseException notOurs) {
      throw new IllegalArgumentException(notOurs);
    }
  }
}
