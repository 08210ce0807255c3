package io.vestibule.auth.examples.demo;

/**
 * Where the demo listens.
 *
 * @param port 0 for any that is free
 * @param contextPath {@code ""} for the root, else {@code /app}
 */
record Listen(String host, int port, String contextPath) {

  /** The same place with the port that was found free. */
  Listen withPort(int newPort) {
    return new Listen(host, newPort, contextPath);
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
    return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
