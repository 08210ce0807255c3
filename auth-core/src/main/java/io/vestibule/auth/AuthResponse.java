package io.vestibule.auth;

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

  /** The same answer with this field added. */
  public AuthResponse with(String name, String value) {
    return new AuthResponse(status, headers.and(name, value), body, hostSession);
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
}
