package io.vestibule.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks proofs of possession in the order of RFC 9449, 4.3; each is good for one request, on all nodes. Thread-safe.
 */
final class DpopProofs {
  /** By what a proof may be signed, for the challenge. */
  static final String ALGORITHMS = "ES256 EdDSA RS256 PS256 ES384 ES512";

  private static final Set<String> ALLOWED = Set.of(ALGORITHMS.split(" ", -1));
  private static final String KIND = "dpop";
  private static final int LONGEST = 8192;
  private static final Duration WINDOW = Duration.ofSeconds(60);

  private final Store store;
  private final InstantSource clock;

  DpopProofs(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Why this request does not prove that its sender has the key of this thumbprint; empty where it does. */
  Optional<String> fault(AuthRequest request, String token, String thumbprint) {
    List<String> fields = request.headers("DPoP");
    if (fields.size() != 1) {
      return Optional.of(fields.isEmpty() ? "is missing" : "comes more than once");
    }
    Optional<CompactJws> proof = CompactJws.parse(fields.get(0), LONGEST);
    Optional<Map<String, Object>> header = proof.map(CompactJws::header).flatMap(JsonText::object);
    Optional<JoseHeader> known = header.flatMap(JoseHeader::of);
    if (proof.isEmpty() || header.isEmpty() || known.isEmpty()) {
      return Optional.of("is no signed JWT");
    }
    if (!known.get().type().equals("dpop+jwt")) {
      return Optional.of("is of another type");
    }
    return signatureFault(
            proof.get(), known.get(), header.get().getOrDefault("jwk", ""), thumbprint)
        .or(() -> claimsFault(request, token, proof.get()))
        .or(() -> spend(proof.get(), thumbprint));
  }

  private static Optional<String> signatureFault(
      CompactJws proof, JoseHeader header, Object embedded, String thumbprint) {
    if (!ALLOWED.contains(header.algorithm().text())) {
      return Optional.of("is signed by " + header.algorithm().text());
    }
    try {
      JWK jwk = JWK.parse(embedded instanceof Map<?, ?> map ? Claims.frozen(map) : Map.of());
      if (jwk.isPrivate()) {
        return Optional.of("shows a private key");
      }
      if (!jwk.computeThumbprint().toString().equals(thumbprint)) {
        return Optional.of("is made with another key than the token's");
      }
      boolean right = VerifyingKey.of(jwk)
          .filter(key -> key.verify(header.algorithm(), proof.signingInput(), proof.signature()))
          .isPresent();
      return right ? Optional.empty() : Optional.of("has a wrong signature");
    } catch (ParseException | JOSEException | RuntimeException unusable) {
      return Optional.of("shows no usable key");
    }
  }

  private Optional<String> claimsFault(AuthRequest request, String token, CompactJws proof) {
    Map<String, Object> claims = JsonText.object(proof.payload()).orElse(Map.of());
    if (!(claims.get("jti") instanceof String id) || id.isEmpty()) {
      return Optional.of("has no jti");
    }
    if (!request.method().equals(claims.get("htm"))) {
      return Optional.of("is for another method");
    }
    if (!(claims.get("htu") instanceof String url) || !isAddressOf(request, url)) {
      return Optional.of("is for another address than " + request.origin() + request.contextPath()
          + request.path());
    }
    if (!Digests.inBase64Url(token).equals(claims.get("ath"))) {
      return Optional.of("is for another token");
    }
    Optional<Instant> issued = Optional.ofNullable(claims.get("iat")).flatMap(Claims::instant);
    boolean fresh = issued
        .filter(time -> Duration.between(time, clock.instant()).abs().compareTo(WINDOW) <= 0)
        .isPresent();
    return fresh ? Optional.empty() : Optional.of("is too old, or from the future");
  }

  /** Of many requests with one proof the first one wins. It is remembered until it is too old anyway. */
  private Optional<String> spend(CompactJws proof, String thumbprint) {
    Object id = JsonText.object(proof.payload()).orElse(Map.of()).getOrDefault("jti", "");
    Instant forgotten = clock.instant().plus(WINDOW).plus(WINDOW).plusSeconds(1);
    String spent = Digests.inBase64Url(thumbprint + " " + id);
    return store.insert(Entry.of(KIND, spent, "", "", forgotten))
        ? Optional.empty()
        : Optional.of("was used before");
  }

  /** RFC 9449, 4.3 (9): without query and fragment, and in whatever spelling (RFC 3986, 6.2.2). */
  private static boolean isAddressOf(AuthRequest request, String text) {
    try {
      URI url = new URI(text);
      if (url.getScheme() == null || url.getHost() == null || url.getRawUserInfo() != null) {
        return false;
      }
      String path = url.getPath().isEmpty() ? "/" : url.getPath();
      return origin(url).equals(request.origin())
          && path.equals(request.contextPath() + request.path());
    } catch (URISyntaxException noUrl) {
      return false;
    }
  }

  private static String origin(URI url) {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    boolean bare = url.getPort() < 0 || url.getPort() == usual;
    return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT)
        + (bare ? "" : ":" + url.getPort());
  }
}
