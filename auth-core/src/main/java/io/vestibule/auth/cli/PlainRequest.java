package io.vestibule.auth.cli;

import io.vestibule.auth.AuthRequest;
import java.util.List;
import java.util.Optional;

/** A request of a program that shows no credentials. */
record PlainRequest(String method, String path) implements AuthRequest {
  private static final String HERE = "127.0.0.1";

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
    return Optional.empty();
  }

  @Override
  public List<String> headers(String name) {
    return List.of();
  }

  @Override
  public Optional<String> cookie(String name) {
    return Optional.empty();
  }

  @Override
  public String peer() {
    return HERE;
  }

  @Override
  public String client() {
    return HERE;
  }

  @Override
  public String origin() {
    return "http://localhost";
  }
}
