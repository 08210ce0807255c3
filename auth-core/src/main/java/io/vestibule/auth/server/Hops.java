package io.vestibule.auth.server;

import java.util.Locale;
import java.util.Optional;

/**
 * What proxies say of a request, the one that is nearest to us first. A hop is empty where it is missing or cannot be
 * read.
 */
interface Hops {

  /** From whom the proxy of this depth had the request: an address with or without a port. */
  Optional<String> node(int depth);

  /** By which scheme. */
  Optional<String> scheme(int depth);

  /** What host it was asked for. */
  Optional<Authority> host(int depth);

  /** On which port; 0 where it does not say. */
  int port(int depth);

  /** What it took off the front of the path. */
  Optional<String> prefix(int depth);

  /** {@code https} for {@code wss} too. */
  static Optional<String> scheme(String text) {
    return switch (text.length() <= 5 ? text.toLowerCase(Locale.ROOT) : "") {
      case "https", "wss" -> Optional.of("https");
      case "http", "ws" -> Optional.of("http");
      default -> Optional.empty();
    };
  }
}
