package io.vestibule.auth.server;

import java.util.Optional;

/** What a proxy took off the front of a path. It goes into cookies and redirects, so it must be plain. */
final class PathPrefix {
  private static final int LONGEST = 200;

  private PathPrefix() {}

  /** Without a slash at its end; empty for what a browser could take for another host, or for more than a path. */
  static Optional<String> parse(String text) {
    if (text.contains("//")) {
      return Optional.empty();
    }
    String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (path.isEmpty()) {
      return Optional.of("");
    }
    boolean plain = path.length() <= LONGEST
        && path.charAt(0) == '/'
        && !("/" + path + "/").replace("/../", "/./").contains("/./")
        && path.chars().allMatch(PathPrefix::ofPath);
    return plain ? Optional.of(path) : Optional.empty();
  }

  private static boolean ofPath(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || "/._~-".indexOf(c) >= 0);
  }
}
