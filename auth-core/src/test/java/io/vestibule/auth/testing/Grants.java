package io.vestibule.auth.testing;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What was handed out: pushed requests, codes, access and refresh tokens, each under a name of its own. Thread-safe. */
final class Grants {
  private final AtomicLong next = new AtomicLong();
  private final Map<String, Map<String, String>> pushed = new ConcurrentHashMap<>();
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();

  /** A name that nobody has yet. */
  String name(String kind) {
    return kind + "-" + Long.toString(next.incrementAndGet() * 7_919_777L, 36);
  }

  String push(Map<String, String> parameters) {
    String name = "urn:ietf:params:oauth:request_uri:" + name("pushed");
    pushed.put(name, Map.copyOf(parameters));
    return name;
  }

  /** Once. */
  Optional<Map<String, String>> pulled(String name) {
    return Optional.ofNullable(pushed.remove(name));
  }

  String keep(String kind, Grant grant) {
    String name = name(kind);
    grants.put(name, grant);
    return name;
  }

  void keepAs(String name, Grant grant) {
    grants.put(name, grant);
  }

  Optional<Grant> at(String name) {
    return Optional.ofNullable(grants.get(name));
  }

  /** Once. */
  Optional<Grant> taken(String name) {
    return Optional.ofNullable(grants.remove(name));
  }
}
