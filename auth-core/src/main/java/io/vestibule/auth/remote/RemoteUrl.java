package io.vestibule.auth.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which addresses we speak to: https, and http on loopback only. Without state. */
public final class RemoteUrl {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1]");
  private static final int LONGEST = 2048;

  private RemoteUrl() {}

  /** The address; empty where {@link #fault} finds one. */
  public static Optional<URI> parse(String text) {
    return fault(text).isEmpty() ? Optional.of(URI.create(text)) : Optional.empty();
  }

  /** What is wrong with an address, in words that go behind its name; empty where nothing is. */
  public static Optional<String> fault(String text) {
    try {
      return text.length() > LONGEST
          ? Optional.of("is longer than " + LONGEST + " characters")
          : fault(new URI(text));
    } catch (URISyntaxException noUrl) {
      return Optional.of("is no URL");
    }
  }

  /** Whether this host, as {@link URI#getHost} has it, is this very machine. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  /** Scheme, host and port, as they stand in the address (RFC 6454, 6.2). */
  public static String origin(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  private static Optional<String> fault(URI url) {
    if (url.getHost() == null || url.getScheme() == null) {
      return Optional.of("must be a whole URL, such as https://id.example.org");
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      return Optional.of("must have neither a user nor a fragment");
    }
    boolean secure = url.getScheme().equalsIgnoreCase("https");
    boolean local = url.getScheme().equalsIgnoreCase("http") && isLoopback(url.getHost());
    return secure || local
        ? Optional.empty()
        : Optional.of("must be https; http is accepted on loopback only");
  }
}
