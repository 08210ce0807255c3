package io.vestibule.auth.testing;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The clients of a provider, and how each proves that it is one. Thread-safe. */
final class Clients {
  private final Map<String, String> secrets = new ConcurrentHashMap<>();

  Clients() {
    add(FakeProvider.CLIENT_ID, FakeProvider.CLIENT_SECRET);
  }

  void add(String id, String secret) {
    secrets.put(id, secret);
  }

  boolean knows(String id) {
    return secrets.containsKey(id);
  }

  /** Who asks: by Basic, or in the form; a signed assertion is taken for granted (RFC 7523, 2.2). */
  Optional<String> of(Call call) {
    Map<String, String> form = call.parameters();
    if (form.containsKey("client_assertion")) {
      return Optional.of(form.getOrDefault("client_id", FakeProvider.CLIENT_ID));
    }
    String[] shown = call.basic().orElseGet(() ->
        new String[] {form.getOrDefault("client_id", ""), form.getOrDefault("client_secret", "")});
    return shown[1].equals(secrets.get(shown[0])) ? Optional.of(shown[0]) : Optional.empty();
  }
}
