package io.vestibule.auth.benchmarks;

import io.vestibule.auth.AuthRequest;
import java.util.List;
import java.util.Optional;

/**
 * A request that has an Authorization field at most, and nothing else.
 *
 * @param authorization the field; {@code ""} for none
 */
record PlainRequest(String method, String path, String authorization) implements AuthRequest {

  /** One that reads something, with this Authorization field. */
  static PlainRequest with(String authorization) {
    return new PlainRequest("GET", "/orders", authorization);
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
    return !authorization.isEmpty() && name.equalsIgnoreCase("Authorization")
        ? Optional.of(authorization)
        : Optional.empty();
  }

  @Override
  public List<String> headers(String name) {
    return header(name).map(List::of).orElse(List.of());
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
    return "192.0.2.1";
  }

  @Override
  public String origin() {
    return "https://api.example.org";
  }
}
