package io.vestibule.auth.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificate with which the host serves https, as {@code [tls]} names it: {@code
 * configuration.shared(Tls.class)}. A renewed pair in the files is taken over by the next client that comes, without a
 * restart; one that cannot be used is not, and the log says so once. Thread-safe.
 */
public final class Tls {
  private final CertificateFiles files;
  private final InstantSource clock;
  private final X509ExtendedKeyManager keys;

  Tls(CertificateFiles files, InstantSource clock) {
    this.files = files;
    this.clock = clock;
    this.keys = new RenewableKeys(files);
  }

  /** What a server's context is made of, where the host makes its own. */
  public X509ExtendedKeyManager keys() {
    return keys;
  }

  /** A new context for a server, with the protocols that the JDK allows; it trusts whom the JDK trusts. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, null, null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has TLS", impossible);
    }
  }

  /** What the certificate says that is served now. */
  public CertificateStatus status() {
    return CertificateStatus.of(files.now().chain().get(0));
  }

  /** Why the files hold something else than what is served; empty where they do not. */
  public Optional<String> fault() {
    return files.fault().map(Remark::toString);
  }

  /**
   * What there is to say about a certificate and its key.
   *
   * @param lines for people, with whatever is wrong or unwise
   * @param sound whether a server could use them now
   */
  public record Report(List<String> lines, boolean sound) {

    /** Copies the lines. */
    public Report {
      lines = List.copyOf(lines);
    }
  }

  /** Looks at two files as a start would. */
  public static Report check(Path certificate, Path key, InstantSource clock) {
    try {
      ServerCertificate read = CertificateFiles.read(certificate, key, clock.instant());
      return report(read, CertificateFiles.remarks(read, certificate, key, clock.instant()), clock);
    } catch (UnusableException unusable) {
      return new Report(List.of("Problem: " + unusable.remark()), false);
    }
  }

  /** The same for those that are served. */
  public Report check() {
    return check(files.certificate(), files.key(), clock);
  }

  private static Report report(ServerCertificate read, List<Remark> remarks, InstantSource clock) {
    CertificateStatus status = CertificateStatus.of(read.chain().get(0));
    List<String> lines = new ArrayList<>(List.of(
        "Subject:  " + status.subject(),
        "Names:    " + String.join(", ", status.names()),
        "Issuer:   " + status.issuer(),
        "Begins:   " + status.notBefore(),
        "Ends:     " + status.notAfter() + ", in " + status.daysLeft(clock.instant()) + " days",
        "Key:      " + read.kind() + ", which belongs to it"));
    return new Report(
        Stream.concat(lines.stream(), remarks.stream().map(remark -> "Warning: " + remark))
            .toList(),
        true);
  }

  /** Where the certificate stands. */
  Path source() {
    return files.certificate();
  }

  List<Remark> remarks() {
    return files.remarks();
  }

  /** Writes both into the files and serves them, if they can be used now; what else was sent is written nowhere. */
  void replace(String certificates, String privateKey) throws UnusableException, IOException {
    ServerCertificate sent = ServerCertificate.of(certificates, privateKey, clock.instant());
    files.write(new CertificateWriter(), sent);
  }
}
