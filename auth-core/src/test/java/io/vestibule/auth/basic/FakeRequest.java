package io.vestibule.auth.basic;

import io.vestibule.auth.AuthRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request for {@code /} with these fields. */
record FakeRequest(Map<String, String> fields) implements AuthRequest {

  static FakeRequest plain() {
    return new FakeRequest(Map.of());
  }

  static FakeRequest with(String authorization) {
    return new FakeRequest(Map.of("Authorization", authorization));
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return "/";
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
    return Optional.ofNullable(fields.get(name));
  }

  @Override
  public List<String> headers(String name) {
    return header(name).stream().toList();
  }

  @Override
  public Optional<String> cookie(String name) {
    return Optional.empty();
  }

  @Override
  public String peer() {
    return "127.0.0.1";
  }

  @Override
  public String client() {
    return "127.0.0.1";
  }

  @Override
  public String origin() {
    return "http://localhost";
  }
}
