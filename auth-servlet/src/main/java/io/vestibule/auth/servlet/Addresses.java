package io.vestibule.auth.servlet;

import java.util.Locale;

/** What containers say of addresses, in one spelling. */
final class Addresses {
  private static final String MAPPED = "::ffff:";

  private Addresses() {}

  /** An IP literal without brackets and zone, an IPv4 address as such (RFC 4291, 2.5.5.2). */
  static String literal(String address) {
    String bare = address.startsWith("[") && address.endsWith("]")
        ? address.substring(1, address.length() - 1)
        : address;
    int zone = bare.indexOf('%');
    String unscoped = zone < 0 ? bare : bare.substring(0, zone);
    boolean mapped =
        unscoped.regionMatches(true, 0, MAPPED, 0, MAPPED.length()) && unscoped.indexOf('.') > 0;
    return mapped ? unscoped.substring(MAPPED.length()) : unscoped;
  }

  /** Scheme, host and port; the scheme's own port is left out (RFC 6454, 6.2). */
  static String origin(String scheme, String host, int port) {
    String lower = host.toLowerCase(Locale.ROOT);
    String bracketed =
        lower.indexOf(':') >= 0 && lower.charAt(0) != '[' ? "[" + lower + "]" : lower;
    boolean usual = port <= 0 || port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + bracketed + (usual ? "" : ":" + port);
  }
}
