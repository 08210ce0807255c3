package io.vestibule.auth;

/** A complete answer, as data. */
public record AuthResponse(int status, Headers headers, Body body) {

  /** The same answer with this field added. */
  public AuthResponse with(String name, String value) {
    return new AuthResponse(status, headers.and(name, value), body);
  }
}
