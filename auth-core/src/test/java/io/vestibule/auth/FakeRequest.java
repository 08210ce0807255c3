package io.vestibule.auth;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A request made by a test: {@code get("/orders?a=b").with("Accept", "text/html")}. Immutable. */
public record FakeRequest(
    String method,
    String target,
    String origin,
    String contextPath,
    Headers fields,
    Optional<X509Certificate> clientCertificate,
    String client)
    implements AuthRequest {

  private static final String PEER = "192.0.2.1";

  /** A GET of this path, with a query if it has one. */
  public static FakeRequest get(String target) {
    return request("GET", target);
  }

  /** A request by this method for this path, with a query if it has one. */
  public static FakeRequest request(String method, String target) {
    return new FakeRequest(
        method, target, "http://localhost", "", Headers.none(), Optional.empty(), PEER);
  }

  /** A request for {@code /} with this Authorization field. */
  public static FakeRequest authorized(String field) {
    return get("/").with("Authorization", field);
  }

  /** The same request with this header field besides. */
  public FakeRequest with(String name, String value) {
    return new FakeRequest(
        method, target, origin, contextPath, fields.and(name, value), clientCertificate, client);
  }

  /** The same request to this origin. */
  public FakeRequest at(String otherOrigin) {
    return new FakeRequest(
        method, target, otherOrigin, contextPath, fields, clientCertificate, client);
  }

  /** The same request to an application below this path. */
  public FakeRequest below(String otherContextPath) {
    return new FakeRequest(
        method, target, origin, otherContextPath, fields, clientCertificate, client);
  }

  /** The same request from this address. */
  public FakeRequest from(String otherClient) {
    return new FakeRequest(
        method, target, origin, contextPath, fields, clientCertificate, otherClient);
  }

  /** The same request over a connection on which the client showed a certificate. */
  public FakeRequest showing(X509Certificate certificate) {
    return new FakeRequest(
        method, target, origin, contextPath, fields, Optional.of(certificate), client);
  }

  @Override
  public String path() {
    return target.split("\\?", 2)[0];
  }

  @Override
  public Optional<String> query() {
    int mark = target.indexOf('?');
    return mark < 0 ? Optional.empty() : Optional.of(target.substring(mark + 1));
  }

  @Override
  public Optional<String> header(String name) {
    return fields.first(name);
  }

  @Override
  public List<String> headers(String name) {
    return fields.all(name);
  }

  @Override
  public List<String> cookies(String name) {
    return fields.all("Cookie").stream()
        .flatMap(field -> Arrays.stream(field.split("; ")))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .distinct()
        .toList();
  }

  @Override
  public String peer() {
    return PEER;
  }
}
