package io.vestibule.auth;

import java.util.List;
import java.util.Optional;

/** The same request as if it had no Authorization field. */
record WithoutAuthorization(AuthRequest request) implements WrappedRequest {
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
}
