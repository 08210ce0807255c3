package io.vestibule.auth.benchmarks;

import io.vestibule.auth.AuthRequest;
import java.util.List;
import java.util.Optional;

/** A request that has an Authorization field and nothing else. */
record BearerRequest(String authorization) implements AuthRequest {

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return "/orders";
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
    return name.equalsIgnoreCase("Authorization") ? Optional.of(authorization) : Optional.empty();
  }

  @Override
  public List<String> headers(String name) {
    return header(name).map(List::of).orElse(List.of());
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
    return "192.0.2.1";
  }

  @Override
  public String origin() {
    return "https://api.example.org";
  }
}
