package io.vestibule.auth.servlet;

import io.vestibule.auth.internal.ReturnTo;
import io.vestibule.auth.server.Client;
import io.vestibule.auth.server.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one request comes from: the other end of the socket, and the client that a trusted proxy there speaks for. Each
 * is worked out when first asked for; most requests never need it.
 */
final class ClientConnection {
  private final TrustedProxies trusted;
  private final HttpServletRequest request;
  private @Nullable Boolean proxied;
  private @Nullable Client client;

  /** Of a request as the container made it. */
  ClientConnection(TrustedProxies trusted, HttpServletRequest request) {
    this.trusted = trusted;
    this.request = request;
  }

  /** The other end of the socket, as an IP literal. */
  String peer() {
    return Addresses.literal(request.getRemoteAddr());
  }

  /** Whether it is a trusted proxy. */
  boolean isProxied() {
    Boolean known = proxied;
    if (known == null) {
      known = trusted.trusts(peer());
      proxied = known;
    }
    return known;
  }

  /** The client, and what it addressed. */
  Client client() {
    Client known = client;
    if (known == null) {
      known = trusted.client(seen(), this::fields);
      client = known;
    }
    return known;
  }

  /** The host that the client's own request named; empty where a trusted proxy does not tell. */
  Optional<String> addressedHost() {
    return trusted.addressedHost(seen(), this::fields);
  }

  private Client seen() {
    return new Client(
        peer(),
        request.getScheme(),
        request.getServerName(),
        request.getServerPort(),
        contextPath(request));
  }

  private List<String> fields(String name) {
    return FieldValues.all(request.getHeaders(name));
  }

  /** Not the request's own, which keeps the client's spelling. Tomcat's is decoded, Jetty's only sometimes. */
  static String contextPath(HttpServletRequest request) {
    String context = request.getServletContext().getContextPath();
    return context.isEmpty() || context.indexOf('%') >= 0 ? context : ReturnTo.encoded(context);
  }
}
