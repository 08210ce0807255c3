package io.vestibule.auth.server;

import java.util.Optional;
import java.util.regex.Pattern;

/** The address of the application's first page as its users know it: it is true whatever a request says. Immutable. */
record PublicUrl(String scheme, String host, int port, String path) {
  private static final Pattern SCHEME = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE);

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException when it is none; the message says what it must be
   */
  static PublicUrl parse(String text) {
    if (!SCHEME.matcher(text).matches()) {
      throw refusal();
    }
    String scheme = text.substring(0, 5).equalsIgnoreCase("https") ? "https" : "http";
    String rest = text.substring(scheme.length() + 3);
    int slash = rest.indexOf('/');
    Authority authority = Authority.parse(slash < 0 ? rest : rest.substring(0, slash))
        .orElseThrow(PublicUrl::refusal);
    Optional<String> path = PathPrefix.parse(slash < 0 ? "" : rest.substring(slash));
    int port = authority.port() == 0 ? Client.usualPort(scheme) : authority.port();
    return new PublicUrl(scheme, authority.host(), port, path.orElseThrow(PublicUrl::refusal));
  }

  private static IllegalArgumentException refusal() {
    return new IllegalArgumentException(
        "is not the address of a first page: a scheme, a host, and perhaps a port and a path");
  }

  /** As it stands in a link: without a slash at its end, and with a port only where it is not the usual one. */
  String text() {
    return new Client("", scheme, host, port, path).origin() + path;
  }

  Client of(Client seen) {
    return new Client(seen.address(), scheme, host, port, path);
  }
}
