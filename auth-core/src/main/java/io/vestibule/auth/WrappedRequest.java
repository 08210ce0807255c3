package io.vestibule.auth;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Another view of a request: it answers every question as the request does, those included that {@link AuthRequest}
 * could answer by itself from less. Whoever implements it answers some differently.
 */
interface WrappedRequest extends AuthRequest {

  /** The request itself. */
  AuthRequest request();

  @Override
  default Optional<String> header(String name) {
    return request().header(name);
  }

  @Override
  default List<String> headers(String name) {
    return request().headers(name);
  }

  @Override
  default Optional<String> authorization(String scheme) {
    return request().authorization(scheme);
  }

  @Override
  default String method() {
    return request().method();
  }

  @Override
  default String path() {
    return request().path();
  }

  @Override
  default String contextPath() {
    return request().contextPath();
  }

  @Override
  default Optional<String> query() {
    return request().query();
  }

  @Override
  default Optional<String> parameter(String name) {
    return request().parameter(name);
  }

  @Override
  default String target() {
    return request().target();
  }

  @Override
  default Optional<String> cookie(String name) {
    return request().cookie(name);
  }

  @Override
  default List<String> cookies(String name) {
    return request().cookies(name);
  }

  @Override
  default String peer() {
    return request().peer();
  }

  @Override
  default boolean isProxied() {
    return request().isProxied();
  }

  @Override
  default String client() {
    return request().client();
  }

  @Override
  default String origin() {
    return request().origin();
  }

  @Override
  default Optional<String> addressedHost() {
    return request().addressedHost();
  }

  @Override
  default boolean isHttps() {
    return request().isHttps();
  }

  @Override
  default Optional<X509Certificate> clientCertificate() {
    return request().clientCertificate();
  }
}
