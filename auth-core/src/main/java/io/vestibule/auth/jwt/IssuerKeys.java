package io.vestibule.auth.jwt;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.remote.Background;
import io.vestibule.auth.remote.Remote;
import io.vestibule.auth.remote.RemoteUrl;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.store.Stores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where a section says that its issuer's keys are: one of four keys, or none for discovery. */
final class IssuerKeys {
  private static final String URL = "jwks_url";
  private static final String FILE = "jwks_file";
  private static final String PUBLIC_KEY = "public_key";
  private static final String SECRET = "secret";

  private IssuerKeys() {}

  static List<Key> keys() {
    return List.of(
        Key.of(
            URL,
            Key.Type.TEXT,
            "Where the issuer publishes its keys; found by discovery where no key is named here.",
            "https://id.example.org/keys"),
        Key.of(FILE, Key.Type.PATH, "A file with the keys as a JWK set (RFC 7517).", "jwks.json"),
        Key.of(
            PUBLIC_KEY,
            Key.Type.PATH,
            "A PEM file with public keys or certificates.",
            "issuer.pem"),
        Key.of(
            SECRET,
            Key.Type.SECRET,
            "A secret shared with the issuer, for HS256 and the like; 32 bytes at least.",
            "${file:/run/secrets/jwt}"),
        Remote.CA_FILE);
  }

  /** The keys; empty where a fault was reported. */
  static Optional<Keys> of(Settings settings, String issuer, Optional<Preset> preset) {
    List<String> named = List.of(URL, FILE, PUBLIC_KEY, SECRET).stream()
        .filter(key -> settings.optional(key).isPresent())
        .toList();
    if (named.size() > 1) {
      settings.fault(
          named.get(1), "keys are named by " + named.get(0) + " already", "keep one of the two");
      return Optional.empty();
    }
    return switch (named.isEmpty() ? "" : named.get(0)) {
      case URL -> at(settings, URL, settings.text(URL));
      case FILE -> read(settings, FILE, KeySet::parse);
      case PUBLIC_KEY -> read(settings, PUBLIC_KEY, PemKeys::parse);
      case SECRET -> secret(settings);
      default ->
        preset.isPresent()
            ? at(settings, "issuer", preset.get().keys(issuer))
            : discovered(settings, issuer);
    };
  }

  private static Optional<Keys> at(Settings settings, String key, String address) {
    Optional<String> fault = RemoteUrl.fault(address);
    if (fault.isPresent()) {
      settings.fault(
          key, address + " " + fault.get(), "write the https address of the issuer's JWK set");
      return Optional.empty();
    }
    Store store = Stores.of(settings); // made first, for it must be closed last
    Background background = Background.of(settings);
    Keys keys =
        Keys.at(URI.create(address), Remote.from(settings), store, settings.clock(), background);
    background.watch(keys::refreshAhead);
    return Optional.of(keys);
  }

  private static Optional<Keys> discovered(Settings settings, String issuer) {
    Optional<String> fault = RemoteUrl.fault(issuer);
    if (fault.isPresent()) {
      settings.fault(
          "issuer",
          issuer + " " + fault.get(),
          "write the issuer's https address, or name its keys: jwks_url, jwks_file, public_key");
      return Optional.empty();
    }
    Store store = Stores.of(settings); // made first, for it must be closed last
    Background background = Background.of(settings);
    Discovery discovery =
        new Discovery(issuer, Remote.from(settings), store, settings.clock(), background);
    background.watch(discovery::refreshAhead);
    return Optional.of(discovery.keys());
  }

  private static Optional<Keys> secret(Settings settings) {
    try {
      return Optional.of(Keys.secret(settings.secret(SECRET).orElse(Secret.of(""))));
    } catch (IllegalArgumentException tooShort) {
      settings.fault(
          SECRET, "the secret " + tooShort.getMessage(), "make one with: openssl rand -base64 48");
      return Optional.empty();
    }
  }

  private static Optional<Keys> read(
      Settings settings, String key, Function<String, KeySet> parser) {
    try {
      Path file = settings.path(key).orElseThrow(() -> new IllegalArgumentException("is no path"));
      Keys keys = Keys.in(new FileKeys(file, parser, settings.clock()));
      Background.of(settings).watch(keys::refreshAhead);
      return Optional.of(keys);
    } catch (IOException unreadable) {
      settings.fault(key, "the file cannot be read", "check its name and its permissions");
    } catch (IllegalArgumentException unusable) {
      settings.fault(
          key,
          "the file " + unusable.getMessage(),
          key.equals(FILE)
              ? "save what the issuer's jwks_uri answers"
              : "it begins with -----BEGIN PUBLIC KEY----- or -----BEGIN CERTIFICATE-----");
    }
    return Optional.empty();
  }
}
