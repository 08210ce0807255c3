package io.vestibule.auth.jwt;

import io.vestibule.auth.Secret;
import io.vestibule.auth.remote.Remote;
import io.vestibule.auth.remote.RemoteDocument;
import io.vestibule.auth.store.Store;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The keys by which an issuer's tokens are checked. Those that a server publishes are kept fresh in the background,
 * used while the server is down, and fetched at once, yet at most once a minute, when a token names one that is not
 * among them. Thread-safe.
 *
 * <p>A key is passed over where it is for something else ({@code use}, {@code key_ops}, {@code alg}), and where it is
 * weak: RSA below 2,048 bits or of a faulty chip, a point off its curve. A set is refused that is ambiguous: two keys
 * of one {@code kid}, or secret keys beside public ones.
 */
public final class Keys {
  private final KeySource source;

  private Keys(KeySource source) {
    this.source = source;
  }

  /**
   * Keys that never change.
   *
   * @param jwks a JWK set or a single JWK (RFC 7517)
   * @throws IllegalArgumentException when none of them can be used; the message goes behind its name
   */
  public static Keys of(String jwks) {
    KeySet keys = KeySet.parse(jwks);
    return new Keys(() -> keys);
  }

  /**
   * The public keys or certificates in a PEM text, which never change.
   *
   * @throws IllegalArgumentException when none of them can be used; the message goes behind its name
   */
  public static Keys pem(String pem) {
    KeySet keys = PemKeys.parse(pem);
    return new Keys(() -> keys);
  }

  /**
   * One secret for HS256, HS384 or HS512: whoever can verify can sign, too.
   *
   * @throws IllegalArgumentException when it has fewer than 32 bytes of UTF-8
   */
  public static Keys secret(Secret secret) {
    KeySet keys = KeySet.of(List.of(VerifyingKey.secret(secret)));
    return new Keys(() -> keys);
  }

  /** Keys that the application makes itself, as a JWK set; read again whenever the supplier hands out another text. */
  public static Keys own(Supplier<String> jwks) {
    return new Keys(new OwnKeys(jwks));
  }

  /**
   * Keys that a server publishes at this address. The network is not touched before they are needed.
   *
   * @param store where the last good ones are kept for a week
   * @param background fetches ahead
   */
  public static Keys at(
      URI jwksUrl, Remote remote, Store store, InstantSource clock, Executor background) {
    return published(
        "keys " + jwksUrl,
        () -> PublishedKeys.fetch(remote, jwksUrl),
        remote,
        store,
        clock,
        background);
  }

  static Keys in(FileKeys file) {
    return new Keys(file);
  }

  static Keys published(
      String id,
      Supplier<String> fetch,
      Remote remote,
      Store store,
      InstantSource clock,
      Executor background) {
    return new Keys(new PublishedKeys(
        new RemoteDocument<>(id, fetch, PublishedKeys.FORMAT, store, clock, background), remote));
  }

  /** Has them fetched in the background where that is due; returns at once. To be called every few seconds. */
  public void refreshAhead() {
    source.refreshAhead();
  }

  /** Changes whenever the keys do: what was verified by earlier ones is to be verified again. */
  public long generation() {
    return source.generation();
  }

  /** Why the last try to fetch them failed; empty where it did not. */
  public Optional<String> failure() {
    return source.failure();
  }

  /** The same, only where nobody answered at all: neither a status nor something unusable. */
  public Optional<String> unreachable() {
    return source.unreachable();
  }

  /** Where that is worth saying, how wrong one of the two clocks is, in words for a log. */
  public Optional<String> wrongClock() {
    return source.wrongClock();
  }

  /**
   * How many there are; they are fetched where none is at hand.
   *
   * @throws io.vestibule.auth.AuthUnavailableException when none is at hand and the server is down
   */
  public int count() {
    return source.now().size();
  }

  KeySource source() {
    return source;
  }
}
