package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Headers;
import java.time.Duration;
import java.util.Locale;

/**
 * One cookie of ours: its name, where it is sent, how it is set and taken back (RFC 6265bis). Immutable.
 *
 * <p>The name comes from the application's name and its context path, because cookies know no port: two
 * applications on one host would overwrite each other's.
 */
record Cookie(String name, boolean secure, String path) {

  /** The cookie of this purpose for whoever sent the request. */
  static Cookie of(String purpose, String application, AuthRequest request) {
    return of(purpose, application, request.isHttps(), path(request));
  }

  static Cookie of(String purpose, String application, boolean secure, String path) {
    return new Cookie(name(purpose, application, secure, path), secure, path);
  }

  /** {@code __Host-} where the browser would keep its promise, {@code __Secure-} where only half of it. */
  private static String name(String purpose, String application, boolean secure, String path) {
    String prefix = secure ? (path.equals("/") ? "__Host-" : "__Secure-") : "";
    return prefix + slug(application) + (path.equals("/") ? "" : "_" + slug(path)) + "_" + purpose;
  }

  private static String path(AuthRequest request) {
    String context = request.contextPath();
    return context.isEmpty() ? "/" : context;
  }

  /** Whether whoever sent this request has the cookie under the same name. */
  boolean isFor(AuthRequest request) {
    return secure == request.isHttps() && path.equals(path(request));
  }

  /** Sets it until the browser closes. */
  Headers set(String value) {
    return header(value, "");
  }

  /** Sets it for so long; browsers cap it at 400 days. */
  Headers set(String value, Duration maxAge) {
    return header(value, "; Max-Age=" + maxAge.toSeconds());
  }

  /** Takes it back. */
  Headers delete() {
    return header("", "; Max-Age=0");
  }

  private Headers header(String value, String life) {
    return Headers.of(
        "Set-Cookie",
        name + "=" + value + "; Path=" + path + life + (secure ? "; Secure" : "")
            + "; HttpOnly; SameSite=Lax");
  }

  private static String slug(String text) {
    return text.toLowerCase(Locale.ROOT)
        .replaceAll("^[^a-z0-9]+", "")
        .replaceAll("[^a-z0-9]+", "-");
  }
}
