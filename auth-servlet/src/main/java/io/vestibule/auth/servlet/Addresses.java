package io.vestibule.auth.servlet;

import org.jspecify.annotations.Nullable;

/** What containers say of addresses, in one spelling. */
final class Addresses {
  private static final String MAPPED = "::ffff:";

  private Addresses() {}

  /**
   * An IP literal without brackets and zone, an IPv4 address as such (RFC 4291, 2.5.5.2); empty where there is none, as
   * behind a Unix socket or once the client has hung up.
   */
  static String literal(@Nullable String address) {
    if (address == null) {
      return "";
    }
    String bare = address.startsWith("[") && address.endsWith("]")
        ? address.substring(1, address.length() - 1)
        : address;
    int zone = bare.indexOf('%');
    String unscoped = zone < 0 ? bare : bare.substring(0, zone);
    boolean mapped =
        unscoped.regionMatches(true, 0, MAPPED, 0, MAPPED.length()) && unscoped.indexOf('.') > 0;
    return mapped ? unscoped.substring(MAPPED.length()) : unscoped;
  }
}
