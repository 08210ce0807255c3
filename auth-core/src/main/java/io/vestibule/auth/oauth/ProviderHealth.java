package io.vestibule.auth.oauth;

import io.vestibule.auth.config.Settings;
import io.vestibule.auth.config.Starting;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the providers of a configuration answer: for the health page of an application, which finds it by {@code
 * configuration.shared(ProviderHealth.class)}. Thread-safe; it asks nobody.
 */
public final class ProviderHealth implements Starting {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderHealth.class);

  private final List<Checkup> checkups = new CopyOnWriteArrayList<>();

  private ProviderHealth() {}

  /**
   * One provider.
   *
   * @param publicUrl the application's own address, if the file says it
   */
  record Checkup(Client client, Party party, TokenEndpoint tokens, Optional<String> publicUrl) {

    /** Where the provider sends browsers back to; empty where each request says it. */
    Optional<URI> callback() {
      return client.redirectUri().isEmpty()
          ? publicUrl
              .map(url -> url.replaceFirst("/$", "") + Client.DEFAULT_CALLBACK)
              .map(URI::create)
          : Optional.of(URI.create(client.redirectUri()));
    }
  }

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
      checkup.party().failure().ifPresent(why -> failures.put(checkup.client().name(), why));
    }
    return Map.copyOf(failures);
  }

  /** Says what must be registered where the file says it in two parts. */
  @Override
  public void started() {
    for (Checkup checkup : checkups) {
      if (checkup.client().redirectUri().isEmpty()) {
        checkup
            .callback()
            .ifPresent(url -> LOG.info("{}: register {}", checkup.client().name(), url));
      }
    }
  }
}
