package io.vestibule.auth;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The paths that the library answers itself. Nearly every path is none of them, which its first segment tells. */
final class Endpoints {
  private static final String ANY = "/{id}";

  private final Map<String, Map<String, Endpoint.Action>> exact = new HashMap<>();
  private final Map<String, Map<String, Endpoint.Action>> families = new HashMap<>();
  private final String[] firstSegments;

  /** Two authenticators may share a page: then both name the very same endpoint. */
  Endpoints(List<Endpoint> endpoints) {
    Set<Endpoint> once = Collections.newSetFromMap(new IdentityHashMap<>());
    endpoints.stream().filter(once::add).forEach(this::register);
    this.firstSegments = endpoints.stream()
        .map(endpoint -> firstSegment(endpoint.path()))
        .distinct()
        .toArray(String[]::new);
  }

  private static String firstSegment(String path) {
    int end = path.indexOf('/', 1);
    return end < 0 ? path : path.substring(0, end);
  }

  private void register(Endpoint endpoint) {
    String path = endpoint.path();
    boolean family = path.endsWith(ANY);
    String key = family ? path.substring(0, path.length() - ANY.length()) : path;
    Endpoint.Action present = (family ? families : exact)
        .computeIfAbsent(key, any -> new HashMap<>())
        .putIfAbsent(endpoint.method(), endpoint.action());
    if (present != null) {
      throw new IllegalArgumentException("two endpoints for " + endpoint.method() + " " + path);
    }
  }

  /** What answers at a path, by method; empty when the path is none of ours. */
  Map<String, Endpoint.Action> at(String path) {
    return isOfOurs(path) ? found(path) : Map.of();
  }

  private boolean isOfOurs(String path) {
    for (String segment : firstSegments) {
      if (path.startsWith(segment)) {
        return true;
      }
    }
    return false;
  }

  /** The whole path, or all of it but its last segment. */
  private Map<String, Endpoint.Action> found(String path) {
    Map<String, Endpoint.Action> actions = exact.get(path);
    int last = path.lastIndexOf('/');
    return actions != null
        ? actions
        : families.getOrDefault(last < 0 ? "" : path.substring(0, last), Map.of());
  }

  /** The methods for an Allow field (RFC 9110, 10.2.1). */
  static Set<String> allowed(Map<String, Endpoint.Action> actions) {
    Set<String> methods = new TreeSet<>(actions.keySet());
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }
}
