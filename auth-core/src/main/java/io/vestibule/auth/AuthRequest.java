package io.vestibule.auth;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The head of one request, as the rules and the authenticators see it: a view, never the body.
 *
 * <p>Valid while its request is handled; used by one thread at a time.
 */
public interface AuthRequest {

  /** The method, such as {@code GET}; case matters (RFC 9110, 9.1). */
  String method();

  /**
   * The path that the container will run: decoded once, relative to the context path, free of dot segments,
   * doubled slashes and parameters. Starts with {@code /}.
   */
  String path();

  /**
   * Where the application begins on its host, as the client sees it: what a trusted proxy took off the front, and the
   * context path, as they stand in a URL; {@code ""} for the root.
   */
  String contextPath();

  /** The query as sent, still encoded; empty when there is none. */
  Optional<String> query();

  /**
   * The value of a parameter of the query, decoded; empty when it is missing, when it comes more than once, and when
   * the query cannot be read.
   */
  default Optional<String> parameter(String name) {
    return query().flatMap(Form::ofQuery).flatMap(parameters -> parameters.value(name));
  }

  /** The request target as sent, with its query and still encoded, such as {@code /app/a%20b?c=d} (RFC 9112, 3.2.1). */
  default String target() {
    return contextPath() + path() + query().map(query -> "?" + query).orElse("");
  }

  /** The first field of this name; names ignore case. */
  Optional<String> header(String name);

  /** All fields of this name, in order; empty when there is none. */
  List<String> headers(String name);

  /** The value of the cookie; empty when it is missing, and when two of this name do not agree. */
  default Optional<String> cookie(String name) {
    List<String> values = cookies(name);
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /** The different values of the cookie, in order; where there are two, nobody knows which is the right one. */
  List<String> cookies(String name);

  /** The address of the socket's other end, as an IP literal; {@code ""} where there is none. */
  String peer();

  /** Whether the socket's other end is a trusted proxy: only then may header fields say who sent the request. */
  default boolean isProxied() {
    return false;
  }

  /** The address of the client: the peer, unless a trusted proxy says otherwise. */
  String client();

  /** The origin that the client addressed, such as {@code https://example.org:8443} (RFC 6454, 6.2). */
  String origin();

  /**
   * The host that the client's own request names, in small letters and without a port, even where the origin is
   * configured; empty where nobody can tell, because a trusted proxy does not say what it was asked for.
   */
  default Optional<String> addressedHost() {
    String authority = origin().substring(origin().indexOf("://") + 3);
    int port = authority.indexOf(':', authority.indexOf(']') + 1);
    return Optional.of(port < 0 ? authority : authority.substring(0, port));
  }

  /** Whether the client speaks to that origin over TLS. */
  default boolean isHttps() {
    return origin().startsWith("https:");
  }

  /**
   * What the Authorization field says after this scheme (RFC 9110, 11.6.2), which may be the empty text; empty
   * when there is no such field or it names another scheme.
   */
  default Optional<String> authorization(String scheme) {
    Optional<String> field = header("Authorization");
    return field.isPresent() ? credentials(field.get(), scheme) : Optional.empty();
  }

  /** The certificate by which the client proved itself to TLS; empty where it did not. */
  default Optional<X509Certificate> clientCertificate() {
    return Optional.empty();
  }

  private static Optional<String> credentials(String value, String scheme) {
    int end = scheme.length();
    if (!value.regionMatches(true, 0, scheme, 0, end)) {
      return Optional.empty();
    }
    if (value.length() == end) {
      return Optional.of("");
    }
    return value.charAt(end) == ' ' ? Optional.of(value.substring(end).strip()) : Optional.empty();
  }
}
