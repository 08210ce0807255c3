package io.vestibule.auth.servlet.pages;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Headers;
import java.util.List;
import java.util.Optional;

/** A request made by a test, in an application at {@code /app}. Immutable. */
record Ask(String method, String path, Optional<String> query, Headers fields)
    implements AuthRequest {

  static Ask page(String path) {
    return new Ask("GET", path, Optional.empty(), Headers.of("Accept", "text/html"));
  }

  static Ask bare(String method, String path) {
    return new Ask(method, path, Optional.empty(), Headers.none());
  }

  Ask with(String name, String value) {
    return new Ask(method, path, query, fields.and(name, value));
  }

  Ask asking(String newQuery) {
    return new Ask(method, path, Optional.of(newQuery), fields);
  }

  @Override
  public String contextPath() {
    return "/app";
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
    return List.of();
  }

  @Override
  public String peer() {
    return "192.0.2.1";
  }

  @Override
  public String client() {
    return peer();
  }

  @Override
  public String origin() {
    return "http://localhost";
  }
}
