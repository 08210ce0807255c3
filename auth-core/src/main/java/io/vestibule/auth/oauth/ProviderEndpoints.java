package io.vestibule.auth.oauth;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.jwt.Discovery;
import io.vestibule.auth.jwt.Keys;
import io.vestibule.auth.jwt.ProviderMetadata;
import io.vestibule.auth.oauth.Provider.Address;
import io.vestibule.auth.remote.Background;
import io.vestibule.auth.remote.Remote;
import io.vestibule.auth.store.Store;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The provider on the other end: its addresses and keys, known from the file, from the table, or from what it
 * publishes. Thread-safe; nobody is asked before something is needed.
 */
final class ProviderEndpoints {
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Map<Address, String> MEMBERS = Map.of(
      Address.AUTHORIZATION, "authorization_endpoint",
      Address.TOKEN, "token_endpoint",
      Address.USERINFO, "userinfo_endpoint",
      Address.KEYS, "jwks_uri",
      Address.PUSH, "pushed_authorization_request_endpoint",
      Address.LOGOUT, "end_session_endpoint");

  private final Client client;
  private final Remote remote;
  private final Optional<Discovery> discovery;
  private final Optional<Keys> keys;

  private ProviderEndpoints(
      Client client, Remote remote, Optional<Discovery> discovery, Optional<Keys> keys) {
    this.client = client;
    this.remote = remote;
    this.discovery = discovery;
    this.keys = keys;
  }

  /** That of this client; what it publishes is kept fresh once the application has started. */
  static ProviderEndpoints of(Client client, Settings settings, Store store) {
    Remote remote = Remote.from(settings);
    Background background = Background.of(settings);
    Optional<Discovery> discovery = client.discovered()
        ? Optional.of(new Discovery(client.issuer(), remote, store, settings.clock(), background))
        : Optional.empty();
    Optional<Keys> written = Optional.ofNullable(client.addresses().get(Address.KEYS))
        .filter(url -> client.openid())
        .map(url -> Keys.at(url, remote, store, settings.clock(), background));
    discovery.ifPresent(known -> background.watch(known::refreshAhead));
    written.ifPresent(known -> background.watch(known::refreshAhead));
    return new ProviderEndpoints(
        client, remote, discovery, written.or(() -> discovery.map(Discovery::keys)));
  }

  Remote remote() {
    return remote;
  }

  /**
   * An address, from the file, the table or the provider itself; empty where it has none.
   *
   * @throws AuthUnavailableException when the provider must be asked and is down
   */
  Optional<URI> address(Address address) {
    Optional<URI> known = Optional.ofNullable(client.addresses().get(address));
    return known.isPresent() || address == Address.EMAILS
        ? known
        : metadata().flatMap(found -> found.url(MEMBERS.getOrDefault(address, "")));
  }

  /**
   * An address without which nothing goes on.
   *
   * @throws AuthUnavailableException when the provider is down, or names none
   */
  URI needed(Address address) {
    return address(address)
        .orElseThrow(() -> new AuthUnavailableException(
            client.issuer() + " publishes no " + MEMBERS.get(address), RETRY));
  }

  /** What the provider publishes of itself; empty where it is not asked. */
  Optional<ProviderMetadata> metadata() {
    return discovery.map(Discovery::metadata);
  }

  /** What it says about a list; empty where it is not asked. */
  List<String> published(String member) {
    return metadata().map(found -> found.texts(member)).orElse(List.of());
  }

  boolean publishes(String flag) {
    return metadata().filter(found -> found.flag(flag)).isPresent();
  }

  /** The keys of its ID tokens; empty where it has none. */
  Optional<Keys> keys() {
    return keys;
  }

  /** Why nobody can sign in with it now, as far as that is known; whoever is known already may stay. */
  Optional<String> outage() {
    return discovery.isPresent()
        ? discovery.get().outage()
        : keys.filter(published -> areBesideAuthorization()).flatMap(this::unreachable);
  }

  private Optional<String> unreachable(Keys published) {
    published.refreshAhead();
    return published.unreachable();
  }

  /** Where one machine has both, it says of the one whether the other can be reached. */
  private boolean areBesideAuthorization() {
    Optional<String> keysAt = authority(Address.KEYS);
    return keysAt.isPresent() && keysAt.equals(authority(Address.AUTHORIZATION));
  }

  private Optional<String> authority(Address address) {
    return Optional.ofNullable(client.addresses().get(address)).map(URI::getRawAuthority);
  }

  /** Why it could not be asked lately; empty where it could. Where nothing is fetched ahead, sign-ins tell. */
  Optional<String> failure() {
    return discovery.isEmpty() && keys.isEmpty()
        ? remote.failure()
        : discovery.flatMap(Discovery::failure).or(() -> keys.flatMap(Keys::failure));
  }
}
