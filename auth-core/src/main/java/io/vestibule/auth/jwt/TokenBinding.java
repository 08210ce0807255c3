package io.vestibule.auth.jwt;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.store.Store;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Whether who shows a token is who it was made for, where the token says so by {@code cnf} (RFC 7800): with the key of
 * a DPoP proof (RFC 9449), or the certificate of the connection (RFC 8705, 3). A binding that we do not know is not
 * met. Thread-safe.
 */
public final class TokenBinding {
  /** How a fault of the proof begins, as opposed to one of the token. */
  static final String PROOF = "the DPoP proof ";

  private static final String KEY = "jkt";
  private static final String CERTIFICATE = "x5t#S256";

  private final DpopProofs proofs;

  private TokenBinding(DpopProofs proofs) {
    this.proofs = proofs;
  }

  /** Keeps the proofs that were used in this store, for two minutes. */
  public static TokenBinding of(Store store, InstantSource clock) {
    return new TokenBinding(new DpopProofs(store, clock));
  }

  /** Whether a token with these claims is bound to somebody. */
  public static boolean isBound(Map<String, Object> claims) {
    return claims.containsKey("cnf");
  }

  /**
   * Why this request may not use the token; empty where it may. A proof that is right is used up by this.
   *
   * @param claims of the token that is shown, verified already
   */
  public Optional<String> fault(
      AuthRequest request, PresentedToken shown, Map<String, Object> claims) {
    if (!isBound(claims)) {
      return shown.isDpop() ? Optional.of("the token is bound to no key") : Optional.empty();
    }
    if (!(claims.get("cnf") instanceof Map<?, ?> bound)
        || !(bound.containsKey(KEY) || bound.containsKey(CERTIFICATE))) {
      return Optional.of("the token is bound in a way that we do not know");
    }
    return certificateFault(request, bound).or(() -> keyFault(request, shown, bound));
  }

  private Optional<String> keyFault(AuthRequest request, PresentedToken shown, Map<?, ?> bound) {
    if (!bound.containsKey(KEY)) {
      return shown.isDpop() ? Optional.of("the token is bound to no key") : Optional.empty();
    }
    if (!shown.isDpop()) {
      return Optional.of("the token is bound to a key, and shown as if it were not");
    }
    return bound.get(KEY) instanceof String thumbprint
        ? proofs.fault(request, shown.token(), thumbprint).map(PROOF::concat)
        : Optional.of("the token is bound in a way that we do not know");
  }

  private static Optional<String> certificateFault(AuthRequest request, Map<?, ?> bound) {
    Object expected = bound.get(CERTIFICATE);
    if (expected == null) {
      return Optional.empty();
    }
    Optional<X509Certificate> shown = request.clientCertificate();
    if (shown.isEmpty()) {
      return Optional.of("the token is bound to a certificate, and none is shown");
    }
    return expected instanceof String thumbprint && isOf(shown.get(), thumbprint)
        ? Optional.empty()
        : Optional.of("the token is bound to another certificate");
  }

  private static boolean isOf(X509Certificate certificate, String thumbprint) {
    try {
      return Digests.same(Base64Url.encode(Digests.sha256(certificate.getEncoded())), thumbprint);
    } catch (CertificateEncodingException broken) {
      return false;
    }
  }
}
