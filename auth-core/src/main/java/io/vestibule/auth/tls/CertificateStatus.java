package io.vestibule.auth.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a certificate says. Immutable.
 *
 * @param subject whose it is (RFC 2253)
 * @param names the host names and addresses that it is good for; may be empty
 * @param issuer who signed it
 */
public record CertificateStatus(
    String subject, List<String> names, String issuer, Instant notBefore, Instant notAfter) {
  private static final Set<Object> HOSTS = Set.of(2, 7);

  /** Copies the names. */
  public CertificateStatus {
    names = List.copyOf(names);
  }

  static CertificateStatus of(X509Certificate certificate) {
    return new CertificateStatus(
        certificate.getSubjectX500Principal().getName(),
        names(certificate),
        certificate.getIssuerX500Principal().getName(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }

  /** How many whole days it is still good for; negative where it has ended. */
  public long daysLeft(Instant now) {
    return Math.floorDiv(
        Duration.between(now, notAfter).toSeconds(), Duration.ofDays(1).toSeconds());
  }

  /** The alternative names (RFC 5280, 4.2.1.6) that are DNS names or addresses. */
  private static List<String> names(X509Certificate certificate) {
    try {
      return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
          .flatMap(Collection::stream)
          .filter(name -> HOSTS.contains(name.get(0)))
          .map(name -> String.valueOf(name.get(1)))
          .toList();
    } catch (CertificateParsingException none) {
      return List.of();
    }
  }
}
