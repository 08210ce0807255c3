package io.vestibule.auth.servlet;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.HeaderAuthenticator;
import io.vestibule.auth.internal.FieldNames;
import jakarta.servlet.http.HttpServletRequest;
import java.util.BitSet;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which header fields that say who the user is the application may see. Immutable.
 *
 * <p>Some readers fold names: to a CGI, {@code Remote-User}, {@code Remote_User} and {@code remote.user} are one. So
 * whatever could be folded into such a name is kept away, save the name itself, from whoever is believed.
 */
final class IdentityFields {
  private final List<HeaderAuthenticator> readers;
  private final Set<String> guarded = new HashSet<>();

  /** Of the guarded names: whether there is one of so many characters. */
  private final BitSet lengths = new BitSet();

  IdentityFields(List<HeaderAuthenticator> readers) {
    this.readers = List.copyOf(readers);
    for (HeaderAuthenticator reader : readers) {
      reader.fields().forEach(this::guard);
      reader.hiddenFields().forEach(this::guard);
    }
  }

  private void guard(String name) {
    guarded.add(FieldNames.folded(name));
    lengths.set(name.length());
  }

  /** Whether nothing is kept away. */
  boolean isEmpty() {
    return readers.isEmpty();
  }

  /** Whether the application may see this field of this request. */
  boolean shows(String name, AuthRequest request) {
    return !guards(name) || isBelieved(name, request);
  }

  /** Those of the names that the application may see; null where the container tells none. */
  @Nullable
  Enumeration<String> shown(@Nullable Enumeration<String> names, AuthRequest request) {
    return isEmpty() || names == null
        ? names
        : Collections.enumeration(Collections.list(names).stream()
            .filter(name -> shows(name, request))
            .toList());
  }

  /** Proxies hand trailers on as they are: in them nobody is believed. */
  @Nullable
  Map<String, String> unguarded(@Nullable Map<String, String> trailers) {
    return isEmpty() || trailers == null || trailers.isEmpty()
        ? trailers
        : trailers.entrySet().stream()
            .filter(entry -> !guards(entry.getKey()))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Whether it is a name that says who the user is, or one that could be taken for it. */
  boolean guards(String name) {
    return lengths.get(name.length()) && guarded.contains(FieldNames.folded(name));
  }

  /**
   * Whether somebody who is not believed opens a WebSocket with such fields: a container may hand those to the
   * application past every filter, as Jetty does, so there is nothing to hide them behind.
   */
  boolean areForgedIn(HttpServletRequest raw, AuthRequest request) {
    return !readers.isEmpty()
        && opensWebSocket(request)
        && readers.stream().noneMatch(reader -> reader.believes(request))
        && Collections.list(raw.getHeaderNames()).stream().anyMatch(this::guards);
  }

  /** Over HTTP/2 the method says it (RFC 8441, 4), over HTTP/1.1 a field. */
  private static boolean opensWebSocket(AuthRequest request) {
    return request.method().equals("CONNECT")
        || request.header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
  }

  private boolean isBelieved(String name, AuthRequest request) {
    for (HeaderAuthenticator reader : readers) {
      boolean reads = reader.fields().stream().anyMatch(name::equalsIgnoreCase);
      if (reads && reader.believes(request)) {
        return true;
      }
    }
    return false;
  }
}
