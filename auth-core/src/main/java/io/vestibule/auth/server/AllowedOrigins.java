package io.vestibule.auth.server;

import io.vestibule.auth.AuthRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The other origins whose pages may use this application: {@code allowed_origins} of {@code [server]}. Immutable. */
public final class AllowedOrigins {
  private static final AllowedOrigins NONE = new AllowedOrigins(Set.of());

  private final Set<Origin> origins;

  private AllowedOrigins(Set<Origin> origins) {
    this.origins = origins;
  }

  /** No other origin. */
  public static AllowedOrigins none() {
    return NONE;
  }

  /**
   * These.
   *
   * @param texts such as {@code https://app.example.org}; a slash at the end is dropped
   * @throws IllegalArgumentException when one of them is no origin
   */
  public static AllowedOrigins of(List<String> texts) {
    return new AllowedOrigins(
        texts.stream().map(AllowedOrigins::configured).collect(Collectors.toUnmodifiableSet()));
  }

  private static Origin configured(String text) {
    return Origin.parse(text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
        .orElseThrow(() -> new IllegalArgumentException("'" + text
            + "' is no origin; write scheme, host and port only, such as https://app.example.org"));
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return origins.isEmpty();
  }

  /** Whether this is one of them. */
  public boolean contains(Origin origin) {
    return origins.contains(origin);
  }

  /** The Origin field as it was sent, where it is one of them; two fields are none. */
  Optional<String> sentBy(AuthRequest request) {
    List<String> shown = request.headers("Origin");
    return shown.size() == 1
        ? Optional.of(shown.get(0))
            .filter(text -> Origin.parse(text).filter(this::contains).isPresent())
        : Optional.empty();
  }
}
