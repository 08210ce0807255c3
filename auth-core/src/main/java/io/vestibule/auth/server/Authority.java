package io.vestibule.auth.server;

import io.vestibule.auth.internal.IpAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * A host and perhaps a port (RFC 3986, 3.2). Immutable.
 *
 * @param host in small letters; an IPv6 address between brackets
 * @param port 0 where none is written
 */
record Authority(String host, int port) {
  private static final int LONGEST = 255;
  private static final int MOST = 65_535;

  /** Empty for anything else: user names, paths, blanks, whatever a page or a cookie could misread. */
  static Optional<Authority> parse(String text) {
    int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
    String host = end < 0 ? text : text.substring(0, end);
    String rest = end < 0 ? "" : text.substring(end);
    int port = rest.isEmpty() ? 0 : rest.charAt(0) == ':' ? port(rest.substring(1)) : -1;
    if (port < 0 || (port == 0 && !rest.isEmpty()) || host.length() > LONGEST) {
      return Optional.empty();
    }
    return host(host).map(clean -> new Authority(clean, port));
  }

  /** A port from 1 on; -1 for anything else. */
  static int port(String text) {
    int value = text.isEmpty() || text.length() > 5 || text.charAt(0) == '0' ? -1 : 0;
    for (int i = 0; i < text.length() && value >= 0; i++) {
      char c = text.charAt(i);
      value = c < '0' || c > '9' ? -1 : value * 10 + c - '0';
    }
    return value > MOST ? -1 : value;
  }

  /** The address of a node with or without a port: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
  static Optional<IpAddress> address(String node) {
    int colon = node.indexOf(':');
    boolean bare = colon < 0 || (node.charAt(0) != '[' && colon != node.lastIndexOf(':'));
    if (bare) {
      return IpAddress.parse(node);
    }
    int end = node.charAt(0) == '[' ? node.indexOf(']') + 1 : colon;
    boolean ported = end < node.length() && node.charAt(end) == ':';
    boolean whole = end == node.length() || (ported && isPort(node.substring(end + 1)));
    return whole ? IpAddress.parse(node.substring(0, end)) : Optional.empty();
  }

  /** RFC 7239, 6.2: it may be obfuscated, too; nobody here needs it. */
  private static boolean isPort(String text) {
    return port(text) > 0 || (text.length() <= 40 && text.startsWith("_"));
  }

  private static Optional<String> host(String host) {
    if (host.startsWith("[")) {
      return IpAddress.parse(host)
          .map(address -> address.v4() ? "" + address : "[" + address + "]");
    }
    boolean plain = !host.isEmpty()
        && host.charAt(0) != '.'
        && !host.contains("..")
        && host.chars().allMatch(Authority::ofHost);
    return plain ? Optional.of(host.toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  private static boolean ofHost(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_');
  }
}
