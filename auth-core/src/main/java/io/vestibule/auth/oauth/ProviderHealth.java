package io.vestibule.auth.oauth;

import io.vestibule.auth.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether the providers of a configuration answer: for the health page of an application, which finds it by {@code
 * configuration.shared(ProviderHealth.class)}. Thread-safe; it asks nobody.
 */
public final class ProviderHealth {
  private final List<Checkup> checkups = new CopyOnWriteArrayList<>();

  private ProviderHealth() {}

  /**
   * One provider.
   *
   * @param base below which our pages are, such as {@code /auth}
   */
  record Checkup(
      Client client,
      ProviderEndpoints providerEndpoints,
      TokenEndpoint tokens,
      RedirectUris redirectUris,
      String base) {}

  static ProviderHealth of(Settings settings) {
    return settings.shared(ProviderHealth.class, ProviderHealth::new);
  }

  void add(Checkup checkup) {
    checkups.add(checkup);
  }

  List<Checkup> checkups() {
    return List.copyOf(checkups);
  }

  /** Whether a provider could not be asked lately: who is signed in stays so, and others may have to wait. */
  public boolean isDegraded() {
    return !failures().isEmpty();
  }

  /** Why providers could not be asked lately, by the names of their authenticators; empty where all is well. */
  public Map<String, String> failures() {
    Map<String, String> failures = new TreeMap<>();
    for (Checkup checkup : checkups) {
      checkup
          .providerEndpoints()
          .failure()
          .ifPresent(why -> failures.put(checkup.client().name(), why));
    }
    return Map.copyOf(failures);
  }
}
