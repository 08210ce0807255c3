package io.vestibule.auth;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The same request as if it had no Authorization field. */
record WithoutAuthorization(AuthRequest request) implements AuthRequest {
  private static final String FIELD = "Authorization";

  @Override
  public Optional<String> header(String name) {
    return name.equalsIgnoreCase(FIELD) ? Optional.empty() : request.header(name);
  }

  @Override
  public List<String> headers(String name) {
    return name.equalsIgnoreCase(FIELD) ? List.of() : request.headers(name);
  }

  @Override
  public Optional<String> authorization(String scheme) {
    return Optional.empty();
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String path() {
    return request.path();
  }

  @Override
  public String contextPath() {
    return request.contextPath();
  }

  @Override
  public Optional<String> query() {
    return request.query();
  }

  @Override
  public String target() {
    return request.target();
  }

  @Override
  public Optional<String> cookie(String name) {
    return request.cookie(name);
  }

  @Override
  public List<String> cookies(String name) {
    return request.cookies(name);
  }

  @Override
  public String peer() {
    return request.peer();
  }

  @Override
  public boolean isProxied() {
    return request.isProxied();
  }

  @Override
  public String client() {
    return request.client();
  }

  @Override
  public String origin() {
    return request.origin();
  }

  @Override
  public Optional<String> addressedHost() {
    return request.addressedHost();
  }

  @Override
  public boolean isHttps() {
    return request.isHttps();
  }

  @Override
  public Optional<X509Certificate> clientCertificate() {
    return request.clientCertificate();
  }
}
