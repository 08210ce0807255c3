package io.vestibule.auth.server;

import java.util.Locale;

/**
 * Where a request comes from, and what the client addressed. Immutable.
 *
 * @param address the client's, as an IP literal; {@code ""} where there is none, as behind a Unix socket
 * @param scheme {@code http} or {@code https}
 * @param host a name or an IP literal, without a port
 * @param port the port that was addressed
 * @param path where the application begins on that host, without a slash at its end; {@code ""} for the root
 */
public record Client(String address, String scheme, String host, int port, String path) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** Scheme, host and port; the scheme's own port is left out (RFC 6454, 6.2). */
  public String origin() {
    String lower = host.toLowerCase(Locale.ROOT);
    boolean bare = lower.indexOf(':') >= 0 && lower.charAt(0) != '[';
    boolean usual = port <= 0 || port == usualPort(scheme);
    return scheme + "://" + (bare ? "[" + lower + "]" : lower) + (usual ? "" : ":" + port);
  }

  /** The port that a scheme means where none is written. */
  static int usualPort(String scheme) {
    return scheme.equals("https") ? HTTPS : HTTP;
  }
}
