package io.vestibule.auth.server;

import io.vestibule.auth.internal.IpAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scheme, a host and a port, in the one spelling by which two of them are compared (RFC 6454, 6.2). A host with a
 * dot at its end is another host, as it is for browsers. Immutable.
 */
public record Origin(String text) {
  private static final Pattern FORM = Pattern.compile(
      "([a-z][a-z0-9+.-]{0,30})://([a-z0-9_.-]{1,255}|\\[[0-9a-f:.]{2,45}])(?::([1-9][0-9]{0,4}))?");

  /** Reads a whole Origin field; empty for {@code null}, for a list, and for whatever has more parts. */
  public static Optional<Origin> parse(String text) {
    if (text.length() > 400) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
    return form.matches() ? of(form) : Optional.empty();
  }

  /** Reads the origin of a URL such as a Referer; empty where there is none, or a user name stands before the host. */
  public static Optional<Origin> ofUrl(String url) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return Optional.empty();
    }
    int end = scheme + 3;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return parse(url.substring(0, end));
  }

  private static Optional<Origin> of(Matcher form) {
    String scheme = form.group(1);
    int port = form.group(3) == null ? defaultPort(scheme) : Integer.parseInt(form.group(3));
    String suffix = port == defaultPort(scheme) ? "" : ":" + port;
    return port > 65535
        ? Optional.empty()
        : host(form.group(2)).map(host -> new Origin(scheme + "://" + host + suffix));
  }

  private static Optional<String> host(String host) {
    return host.startsWith("[")
        ? IpAddress.parse(host).map(address -> "[" + address + "]")
        : Optional.of(host);
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http", "ws" -> 80;
      case "https", "wss" -> 443;
      default -> 0;
    };
  }
}
