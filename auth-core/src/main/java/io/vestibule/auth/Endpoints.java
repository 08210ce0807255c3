package io.vestibule.auth;

import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The paths that the library answers itself, found by two look-ups: the whole path, then all but its last segment. */
final class Endpoints {
  private static final String ANY = "/{id}";

  private final Map<String, Map<String, Endpoint.Action>> exact = new HashMap<>();
  private final Map<String, Map<String, Endpoint.Action>> families = new HashMap<>();

  /** Of the families' paths: whether there is one of so many characters. Other paths need not be cut. */
  private final BitSet lengths = new BitSet();

  /** Two authenticators may share a page: then both name the very same endpoint. */
  Endpoints(List<Endpoint> endpoints) {
    Set<Endpoint> once = Collections.newSetFromMap(new IdentityHashMap<>());
    endpoints.stream().filter(once::add).forEach(this::register);
  }

  private void register(Endpoint endpoint) {
    String path = endpoint.path();
    boolean family = path.endsWith(ANY);
    String key = family ? path.substring(0, path.length() - ANY.length()) : path;
    if (family) {
      lengths.set(key.length());
    }
    Endpoint.Action present = (family ? families : exact)
        .computeIfAbsent(key, any -> new HashMap<>())
        .putIfAbsent(endpoint.method(), endpoint.action());
    if (present != null) {
      throw new IllegalArgumentException("two endpoints for " + endpoint.method() + " " + path);
    }
  }

  /** What answers at a path, by method; empty when the path is none of ours. */
  Map<String, Endpoint.Action> at(String path) {
    Map<String, Endpoint.Action> actions = exact.get(path);
    int last = path.lastIndexOf('/');
    if (actions == null && last > 0 && lengths.get(last)) {
      actions = families.get(path.substring(0, last));
    }
    return actions == null ? Map.of() : actions;
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
