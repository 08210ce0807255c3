package io.vestibule.auth.issuer;

import io.vestibule.auth.remote.RemoteUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where codes may be sent: the addresses on a list, letter by letter, and every address of a scheme that an app has for
 * itself. Immutable.
 *
 * <p>Of {@code http://127.0.0.1/…} and {@code http://[::1]/…} the port is free, for an app on a desktop takes what it
 * gets (RFC 8252, 7.3). Nothing else is: no pattern, no other letter case, no other order.
 */
final class RedirectUris {
  private static final int LONGEST = 1000;
  private static final Set<String> OF_BROWSERS = Set.of(
      "http",
      "https",
      "ws",
      "wss",
      "ftp",
      "file",
      "data",
      "javascript",
      "vbscript",
      "about",
      "blob",
      "filesystem",
      "view-source",
      "mailto",
      "tel",
      "intent",
      "content",
      "chrome");
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{0,99}");
  private static final Pattern LOOPBACK =
      Pattern.compile("(http://(?:127\\.0\\.0\\.1|\\[::1]))(?::([0-9]{1,5}))?((?:[/?].*)?)");

  private final Set<String> exact;
  private final Set<String> schemes;

  RedirectUris(List<String> exact, List<String> schemes) {
    this.exact = Set.copyOf(exact);
    this.schemes = Set.copyOf(schemes);
  }

  /** Whether a code may be sent there. */
  boolean allows(String asked) {
    Optional<URI> uri = parse(asked);
    return uri.isPresent()
        && (exact.contains(asked)
            || schemes.contains(uri.get().getScheme().toLowerCase(Locale.ROOT))
            || exact.stream().anyMatch(listed -> isSameButPort(listed, asked)));
  }

  private static boolean isSameButPort(String listed, String asked) {
    var one = LOOPBACK.matcher(listed);
    var other = LOOPBACK.matcher(asked);
    return one.matches()
        && other.matches()
        && one.group(1).equals(other.group(1))
        && one.group(3).equals(other.group(3))
        && isPort(other.group(2));
  }

  private static boolean isPort(@org.jspecify.annotations.Nullable String port) {
    return port == null || (Integer.parseInt(port) > 0 && Integer.parseInt(port) < 65536);
  }

  /** What is wrong with an address on the list; empty where nothing is. */
  static Optional<String> faultOfUri(String listed) {
    Optional<URI> uri = parse(listed);
    if (uri.isEmpty()) {
      return Optional.of("is no absolute address without user, fragment and odd characters");
    }
    String scheme = uri.get().getScheme();
    if (scheme.equals("https")) {
      return Optional.empty();
    }
    if (scheme.equals("http")) {
      return RemoteUrl.isLoopback(uri.get().getHost())
          ? Optional.empty()
          : Optional.of("is http, so others could read the code on its way");
    }
    return faultOfScheme(scheme);
  }

  /** What is wrong with a scheme on the list; empty where nothing is. */
  static Optional<String> faultOfScheme(String scheme) {
    if (!SCHEME.matcher(scheme).matches()) {
      return Optional.of("is no scheme");
    }
    return OF_BROWSERS.contains(scheme)
        ? Optional.of("is a scheme of browsers, not of an app")
        : Optional.empty();
  }

  /** Visible ASCII, absolute, without user and fragment: written so that nobody reads anything else in it. */
  private static Optional<URI> parse(String text) {
    if (text.length() > LONGEST || text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text);
      boolean plain = uri.isAbsolute()
          && uri.getRawFragment() == null
          && text.indexOf('#') < 0
          && uri.getRawUserInfo() == null;
      boolean hosted = !plain || !uri.getScheme().matches("(?i)https?") || uri.getHost() != null;
      return plain && hosted ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException notOne) {
      return Optional.empty();
    }
  }
}
