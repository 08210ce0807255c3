package io.vestibule.auth;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A complete answer, as data. Immutable.
 *
 * @param hostSession what becomes of the container's own session ({@code HttpSession}), where the host uses it
 */
public record AuthResponse(int status, Headers headers, Body body, HostSession hostSession) {

  /** What becomes of the container's own session. */
  public enum HostSession {
    /** Nothing. */
    KEEP,
    /** It gets a new id: somebody signed in, and whoever knew the old id must not share that. */
    RENEW,
    /** It ends: somebody signed out. */
    END
  }

  /** An answer that leaves the container's session alone. */
  public AuthResponse(int status, Headers headers, Body body) {
    this(status, headers, body, HostSession.KEEP);
  }

  /** Sends a browser on by a GET (RFC 9110, 15.4.4), which it does not remember. */
  public static AuthResponse seeOther(String location) {
    return seeOther(location, Headers.none());
  }

  /** The same with more fields. */
  public static AuthResponse seeOther(String location, Headers headers) {
    return new AuthResponse(
        303, headers.orElse(Headers.NO_STORE).and("Location", location), Body.none());
  }

  /**
   * A refusal for a program (RFC 9457), of which nobody keeps a copy.
   *
   * @param type a stable word
   * @param detail what is wrong, for people
   */
  public static AuthResponse problem(int status, String type, String detail) {
    return problem(status, type, detail, Map.of());
  }

  /** The same with more members. */
  public static AuthResponse problem(
      int status, String type, String detail, Map<String, Object> more) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", type);
    members.put("status", status);
    members.put("detail", detail);
    members.putAll(more);
    return new AuthResponse(
        status, Headers.NO_STORE, new Body.Json("application/problem+json", members));
  }

  /** The same answer with this field added. */
  public AuthResponse with(String name, String value) {
    return with(Headers.of(name, value));
  }

  /** The same answer with these fields added. */
  public AuthResponse with(Headers more) {
    return new AuthResponse(status, headers.and(more), body, hostSession);
  }

  /** The same answer, which also does this to the container's session. */
  public AuthResponse with(HostSession newHostSession) {
    return new AuthResponse(status, headers, body, newHostSession);
  }

  /** The same answer after these fields; what it does to the container's session itself comes before this wish. */
  AuthResponse after(Headers earlier, HostSession wish) {
    return new AuthResponse(
        status, earlier.and(headers), body, hostSession == HostSession.KEEP ? wish : hostSession);
  }

  /** Never shows a ready text, for it may hold a token that was made just now. */
  @Override
  public String toString() {
    Object shown = body instanceof Body.Text text ? text.mediaType() : body;
    return "AuthResponse[" + status + ", " + headers + ", " + shown + ", " + hostSession + "]";
  }
}
