package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.servlet.AuthFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that are bound to a certificate (RFC 8705, 3), over TLS in which clients prove themselves by one. */
class CertificateBoundTokenTest {
  private static final String PASSWORD = "changeit";
  private static final String ISSUER = "https://id.example.org";
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir
  static Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    for (String name : List.of("server", "ann", "bob")) {
      Process keytool = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-keystore",
              name + ".p12",
              "-storetype",
              "PKCS12",
              "-storepass",
              PASSWORD,
              "-alias",
              name,
              "-keyalg",
              "EC",
              "-dname",
              "CN=" + name,
              "-ext",
              "SAN=ip:127.0.0.1")
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .start();
      String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
      assertThat(keytool.waitFor()).as(said).isZero();
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (String name : List.of("server", "ann", "bob")) {
      trusted.setCertificateEntry(name, keys(name).getCertificate(name));
    }
    try (OutputStream out = Files.newOutputStream(folder.resolve("trusted.p12"))) {
      trusted.store(out, PASSWORD.toCharArray());
    }
  }

  private static KeyStore keys(String name) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  @Test
  void jetty() throws Exception {
    Server server = new Server();
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(folder.resolve("server.p12").toString());
    tls.setKeyStorePassword(PASSWORD);
    tls.setTrustStorePath(folder.resolve("trusted.p12").toString());
    tls.setTrustStorePassword(PASSWORD);
    tls.setWantClientAuth(true);
    HttpConfiguration http = new HttpConfiguration();
    http.addCustomizer(new SecureRequestCustomizer(false));
    ServerConnector connector = new ServerConnector(server, tls, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer(
        (classes, servlets) -> AuthFilter.install(servlets, configuration()));
    context.addServlet(Me.class, "/me");
    server.setHandler(context);
    server.start();
    try {
      check("https://127.0.0.1:" + connector.getLocalPort() + "/me");
    } finally {
      server.stop();
    }
  }

  @Test
  void tomcat() throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.resolve("tomcat").toString());
    tomcat.setConnector(tomcatConnector());
    Context context = tomcat.addContext("", folder.toString());
    context.addServletContainerInitializer(
        (classes, servlets) -> AuthFilter.install(servlets, configuration()), null);
    Tomcat.addServlet(context, "me", new Me()).addMapping("/me");
    tomcat.start();
    try {
      check("https://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/me");
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  private static Connector tomcatConnector() {
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setScheme("https");
    connector.setSecure(true);
    connector.setProperty("SSLEnabled", "true");
    SSLHostConfig tls = new SSLHostConfig();
    tls.setCertificateVerification("optional");
    tls.setTruststoreFile(folder.resolve("trusted.p12").toString());
    tls.setTruststorePassword(PASSWORD);
    tls.setTruststoreType("PKCS12");
    SSLHostConfigCertificate own =
        new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.EC);
    own.setCertificateKeystoreFile(folder.resolve("server.p12").toString());
    own.setCertificateKeystorePassword(PASSWORD);
    tls.addCertificate(own);
    connector.addSslHostConfig(tls);
    return connector;
  }

  private static void check(String url) throws Exception {
    String anns = token(Map.of("x5t#S256", thumbprint("ann")));
    String free = token(Map.of());

    assertThat(get(url, "ann", anns)).isEqualTo("200 you are ann");
    assertThat(get(url, "bob", anns)).startsWith("401");
    assertThat(get(url, "", anns)).startsWith("401");
    assertThat(get(url, "", free)).isEqualTo("200 you are ann");
    assertThat(get(url, "bob", free)).isEqualTo("200 you are ann");
    assertThat(get(url, "ann", "")).startsWith("401");
  }

  private static String get(String url, String certificate, String token) throws Exception {
    HttpClient client = HttpClient.newBuilder()
        .sslContext(tls(certificate))
        .version(HttpClient.Version.HTTP_1_1)
        .build();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    var answer = client.send(request.build(), BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private static SSLContext tls(String certificate) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys("trusted"));
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(certificate.isEmpty() ? null : keys(certificate), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static String thumbprint(String name) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256")
        .digest(keys(name).getCertificate(name).getEncoded());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static String token(Map<String, Object> confirmation) throws Exception {
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("api")
        .subject("ann")
        .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    if (!confirmation.isEmpty()) {
      claims.claim("cnf", confirmation);
    }
    SignedJWT token = new SignedJWT(
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(new JOSEObjectType("at+jwt"))
            .build(),
        claims.build());
    token.sign(new MACSigner(SECRET));
    return token.serialize();
  }

  private static Configuration configuration() {
    return Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = jwt\n[jwt]\nissuer = " + ISSUER + "\naudience = api\n"
            + "secret = " + SECRET + "\n",
        folder,
        Map.of(),
        InstantSource.system());
  }

  /** An application that says who is there. */
  public static final class Me extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("you are " + request.getRemoteUser());
    }
  }
}
