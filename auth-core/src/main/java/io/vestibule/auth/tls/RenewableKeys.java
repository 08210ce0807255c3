package io.vestibule.auth.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows each client the certificate that is served now. Only servers have one: as a client it has none. Thread-safe.
 *
 * <p>The JDK asks in three steps and wants null where there is nothing.
 */
final class RenewableKeys extends X509ExtendedKeyManager {
  private final CertificateFiles files;

  RenewableKeys(CertificateFiles files) {
    this.files = files;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return alias(keyType).orElse(null);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias(keyType).orElse(null);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return alias(keyType).map(alias -> new String[] {alias}).orElse(null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
    return find(alias).map(one -> one.chain().toArray(X509Certificate[]::new)).orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
    return find(alias).map(ServerCertificate::key).orElse(null);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  /** Of {@code EC_RSA}, a key on a curve and whoever signed it, the key counts. */
  private Optional<String> alias(String keyType) {
    return files.alias(keyType.split("_", 2)[0]);
  }

  private Optional<ServerCertificate> find(@Nullable String alias) {
    return Stream.ofNullable(alias).flatMap(known -> files.find(known).stream()).findFirst();
  }
}
