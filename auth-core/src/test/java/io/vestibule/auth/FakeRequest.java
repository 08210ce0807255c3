package io.vestibule.auth;

import java.util.List;
import java.util.Optional;

/** A request made by a test: {@code get("/orders").with("Accept", "text/html")}. Immutable. */
public record FakeRequest(String method, String path, Headers fields) implements AuthRequest {

  public static FakeRequest get(String path) {
    return request("GET", path);
  }

  public static FakeRequest request(String method, String path) {
    return new FakeRequest(method, path, Headers.none());
  }

  public FakeRequest with(String name, String value) {
    return new FakeRequest(method, path, fields.and(name, value));
  }

  @Override
  public String contextPath() {
    return "";
  }

  @Override
  public Optional<String> query() {
    return Optional.empty();
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
  public Optional<String> cookie(String name) {
    return Optional.empty();
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
