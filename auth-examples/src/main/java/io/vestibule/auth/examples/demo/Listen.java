package io.vestibule.auth.examples.demo;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.tls.Tls;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where the demo listens.
 *
 * @param port 0 for any that is free
 * @param contextPath {@code ""} for the root, else {@code /app}
 * @param tls with which it serves https; empty for plain http
 */
record Listen(String host, int port, String contextPath, Optional<SSLContext> tls) {

  /** A place for plain http. */
  Listen(String host, int port, String contextPath) {
    this(host, port, contextPath, Optional.empty());
  }

  /** The same place, with https where the configuration names a certificate. */
  Listen with(Configuration configuration) {
    return new Listen(host, port, contextPath, configuration.shared(Tls.class).map(Tls::context));
  }

  /** The same place with the port that was found free. */
  Listen withPort(int newPort) {
    return new Listen(host, newPort, contextPath, tls);
  }

  /** What a browser is given: {@code http://127.0.0.1:8080/} or {@code http://127.0.0.1:8080/app}. */
  String url() {
    return origin() + (contextPath.isEmpty() ? "/" : contextPath);
  }

  /** Where the application begins, without a slash at the end, to put a path behind it. */
  String root() {
    return origin() + contextPath;
  }

  private String origin() {
    return (tls.isPresent() ? "https://" : "http://")
        + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
