package io.vestibule.auth.jwt;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.remote.Remote;
import io.vestibule.auth.remote.RemoteDocument;
import io.vestibule.auth.remote.RemoteResponse;
import io.vestibule.auth.remote.RemoteUrl;
import io.vestibule.auth.store.Store;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * A provider of which only the issuer's name is known: its metadata and keys are found by discovery (OpenID Connect
 * Discovery 1.0, 4; else RFC 8414, 3), and kept fresh as {@link Keys} are. Thread-safe; the network is not touched
 * before something is needed.
 */
public final class Discovery {
  private static final String OPENID = "/.well-known/openid-configuration";
  private static final String OAUTH = "/.well-known/oauth-authorization-server";
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final String issuer;
  private final Remote remote;
  private final RemoteDocument<ProviderMetadata> metadata;
  private final Keys keys;

  /**
   * The provider of this issuer.
   *
   * @param issuer as its metadata and tokens spell it
   * @param store where the last good metadata and keys are kept for a week
   * @param background fetches ahead
   */
  public Discovery(
      String issuer, Remote remote, Store store, InstantSource clock, Executor background) {
    this.issuer = issuer;
    this.remote = remote;
    this.metadata = new RemoteDocument<>(
        "metadata " + issuer,
        this::fetch,
        ProviderMetadata.format(issuer),
        store,
        clock,
        background);
    this.keys =
        Keys.published("keys of " + issuer, this::fetchKeys, remote, store, clock, background);
  }

  /**
   * What the provider says of itself.
   *
   * @throws AuthUnavailableException when nothing is at hand and the provider is down
   */
  public ProviderMetadata metadata() {
    return metadata.get();
  }

  /** The keys of its {@code jwks_uri}. */
  public Keys keys() {
    return keys;
  }

  /** Has metadata and keys fetched in the background where that is due; returns at once. */
  public void refreshAhead() {
    metadata.refreshAhead();
    keys.refreshAhead();
  }

  /** The same for the metadata alone, where nobody needs the keys. */
  public void refreshMetadataAhead() {
    metadata.refreshAhead();
  }

  /** Why the last try to ask the provider failed; empty where it did not. */
  public Optional<String> failure() {
    return metadata.failure().or(keys::failure);
  }

  /** Why neither its metadata nor its keys could be had lately; empty where one of them could. Has both tried again. */
  public Optional<String> outage() {
    refreshAhead();
    return keys.failure().isPresent() ? metadata.failure() : Optional.empty();
  }

  /** Some servers answer every address with a page; that is taken only where nothing better is found, to say so. */
  private String fetch() {
    Optional<String> page = Optional.empty();
    int status = 0;
    for (URI address : addresses()) {
      RemoteResponse response = remote.get(address, Map.of());
      status = response.status();
      if (response.ok()) {
        String text = response.text();
        if (JsonText.object(text).isPresent()) {
          return text;
        }
        page = page.or(() -> Optional.of(text));
      }
    }
    String last = "metadata of " + issuer + ": status " + status;
    return page.orElseThrow(() -> new AuthUnavailableException(last, RETRY));
  }

  private String fetchKeys() {
    URI url = metadata()
        .url("jwks_uri")
        .orElseThrow(() ->
            new AuthUnavailableException("the metadata of " + issuer + " name no jwks_uri", RETRY));
    return PublishedKeys.fetch(remote, url);
  }

  /**
   * OpenID Connect puts its well-known part behind the issuer's path, RFC 8414 before it; an application below a path has
   * nothing there.
   */
  private Set<URI> addresses() {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    URI whole = URI.create(base);
    return new LinkedHashSet<>(List.of(
        URI.create(base + OPENID),
        URI.create(RemoteUrl.origin(whole) + OAUTH + whole.getRawPath()),
        URI.create(base + OAUTH)));
  }
}
