package io.vestibule.auth.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes TLS that believes the certificates of one PEM file, and no others. There is no way to believe any. */
public final class Trust {

  private Trust() {}

  /**
   * TLS that believes these authorities.
   *
   * @throws IllegalArgumentException when the file has no certificate or cannot be read; the message goes behind its
   *     name
   */
  public static SSLContext of(Path caFile) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(keyStore(certificates(caFile)));
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return tls;
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("cannot be read", unreadable);
    } catch (GeneralSecurityException noCertificate) {
      throw new IllegalArgumentException("is no PEM file of certificates", noCertificate);
    }
  }

  private static Collection<? extends Certificate> certificates(Path caFile)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(caFile)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IllegalArgumentException("has no certificate");
      }
      return found;
    }
  }

  private static KeyStore keyStore(Collection<? extends Certificate> authorities)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (Certificate authority : authorities) {
      store.setCertificateEntry("ca" + count++, authority);
    }
    return store;
  }
}
