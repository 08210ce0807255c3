package io.vestibule.auth.jwt;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.internal.Printable;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of one issuer that are fit to check signatures (RFC 7517, 5). Immutable. */
final class KeySet {
  private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
  private static final String ISSUER = "issuer";
  private static final int MOST_KEYS = 100;
  private static final int MOST_TRIES = 8;

  private final List<VerifyingKey> keys;

  private KeySet(List<VerifyingKey> keys) {
    this.keys = keys;
  }

  /**
   * Reads a JWK set, or a single JWK. A key of an unknown kind or for something else is passed over, as is one that is
   * not to be relied on.
   *
   * @throws IllegalArgumentException when no key is left, or it is not clear which one is meant
   */
  static KeySet parse(String text) {
    Map<String, Object> members =
        JsonText.object(text).orElseThrow(() -> new IllegalArgumentException("is no JSON object"));
    if (members.containsKey("kty")) {
      return of(usable(members).stream().toList());
    }
    if (!(members.get("keys") instanceof List<?> listed) || listed.size() > MOST_KEYS) {
      throw new IllegalArgumentException("is no JWK set of up to " + MOST_KEYS + " keys");
    }
    List<VerifyingKey> found = new ArrayList<>();
    for (Object key : listed) {
      if (key instanceof Map<?, ?> jwk) {
        usable(Claims.frozen(jwk)).ifPresent(found::add);
      }
    }
    return of(found);
  }

  /**
   * A set of these.
   *
   * @throws IllegalArgumentException when it is empty, or it is not clear which key is meant
   */
  static KeySet of(List<VerifyingKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("has no key that can check signatures");
    }
    if (keys.stream().map(VerifyingKey::isSymmetric).distinct().count() > 1) {
      throw new IllegalArgumentException("mixes secret keys with public ones");
    }
    for (int i = 0; i < keys.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (keys.get(i).clashes(keys.get(j))) {
          throw new IllegalArgumentException("has two keys of the same kid");
        }
      }
    }
    return new KeySet(List.copyOf(keys));
  }

  /** The keys by which this issuer may have signed this: those of its {@code kid}, else those that have none. */
  List<VerifyingKey> candidates(JoseHeader header, String issuer) {
    List<VerifyingKey> named = matching(header, header.keyId(), issuer);
    return named.isEmpty() && !header.keyId().isEmpty() ? matching(header, "", issuer) : named;
  }

  boolean isSymmetric() {
    return keys.get(0).isSymmetric();
  }

  int size() {
    return keys.size();
  }

  /** The public keys as a JWK set, without certificates and the like. */
  String text() {
    return keys.stream().map(KeySet::bare).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  /** A token that names no key may be of any of them. */
  private List<VerifyingKey> matching(JoseHeader header, String keyId, String issuer) {
    boolean any = header.keyId().isEmpty();
    return keys.stream()
        .filter(key -> key.fits(header.algorithm()) && (any || key.id().equals(keyId)))
        .filter(key -> key.isOf(issuer))
        .limit(MOST_TRIES)
        .toList();
  }

  private static String bare(VerifyingKey key) {
    Map<String, Object> members = key.published().toJSONObject();
    if (!key.tenant().isEmpty()) {
      members.put(ISSUER, "/" + key.tenant());
    }
    members.keySet().removeIf(name -> name.startsWith("x5"));
    return JSONObjectUtils.toJSONString(members);
  }

  /** The parser of keys fails in more ways than it says. */
  private static Optional<VerifyingKey> usable(Map<String, Object> members) {
    try {
      return VerifyingKey.of(
          JWK.parse(members), members.get(ISSUER) instanceof String issuer ? issuer : "");
    } catch (ParseException | RuntimeException unusable) {
      LOG.warn("a key is passed over: {}", Printable.of(String.valueOf(unusable.getMessage())));
      return Optional.empty();
    }
  }
}
