package io.vestibule.auth.jwt;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.remote.Remote;
import io.vestibule.auth.remote.RemoteDocument;
import io.vestibule.auth.remote.RemoteResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Keys that the issuer's server publishes. */
final class PublishedKeys implements KeySource {
  /** How a key set is read and kept. */
  static final RemoteDocument.Format<KeySet> FORMAT =
      new RemoteDocument.Format<>(PublishedKeys::parse, KeySet::text);

  private final RemoteDocument<KeySet> document;
  private final Remote remote;

  PublishedKeys(RemoteDocument<KeySet> document, Remote remote) {
    this.document = document;
    this.remote = remote;
  }

  /** What stands at this address. */
  static String fetch(Remote remote, URI url) {
    RemoteResponse response =
        remote.get(url, Map.of("Accept", "application/jwk-set+json, application/json"));
    if (!response.ok()) {
      throw new AuthUnavailableException(
          url + ": status " + response.status(), Duration.ofSeconds(5));
    }
    return response.text();
  }

  private static KeySet parse(String text) {
    KeySet keys = KeySet.parse(text);
    if (keys.isSymmetric()) {
      throw new IllegalArgumentException("publishes secret keys");
    }
    return keys;
  }

  @Override
  public KeySet now() {
    return document.get();
  }

  @Override
  public Optional<KeySet> demand() {
    return document.demand();
  }

  @Override
  public long generation() {
    return document.generation();
  }

  @Override
  public void refreshAhead() {
    document.refreshAhead();
  }

  @Override
  public Optional<String> failure() {
    return document.failure();
  }

  @Override
  public Optional<String> unreachable() {
    return document.unreachable();
  }

  @Override
  public Optional<Duration> drift() {
    return remote.drift();
  }
}
