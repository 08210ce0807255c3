package io.vestibule.auth.oauth;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.oauth.Provider.Deviation;
import java.nio.file.Path;
import java.util.Optional;

/** Reads how a client proves itself at the token endpoint, and reports what is missing for it. Without state. */
final class ClientProofReader {
  private ClientProofReader() {}

  static ClientProof read(Client client, Settings settings) {
    Optional<Secret> secret = settings.secret(OAuthKeys.CLIENT_SECRET);
    Optional<SigningKey> key = key(settings);
    String way =
        settings.optional(OAuthKeys.CLIENT_AUTH).orElse(key.isPresent() ? "private_key_jwt" : "");
    return new ClientProof(client.id(), way(client, settings, way, secret, key), settings.clock());
  }

  private static ClientProof.Way way(
      Client client,
      Settings settings,
      String way,
      Optional<Secret> secret,
      Optional<SigningKey> key) {
    if (client.provider().is(Deviation.SIGNED_SECRET) && secret.isEmpty()) {
      return signedSecret(client, settings, key);
    }
    if (way.equals("private_key_jwt")) {
      if (key.isEmpty()) {
        settings.fault(
            OAuthKeys.PRIVATE_KEY_FILE,
            "there is no key to sign with",
            "write private_key_file = client-key.pem");
      }
      return key.<ClientProof.Way>map(ClientProof.Way.Assertion::new)
          .orElseGet(ClientProof.Way.None::new);
    }
    if (way.equals("none")) {
      return new ClientProof.Way.None();
    }
    if (secret.isEmpty()) {
      settings.fault(
          OAuthKeys.CLIENT_SECRET,
          "there is no secret to show",
          "write client_secret = ${file:/run/secrets/oauth}, or client_auth = none");
    }
    boolean inForm =
        way.equals("post") || (way.isEmpty() && client.provider().is(Deviation.SECRET_IN_FORM));
    return new ClientProof.Way.Shared(secret.orElse(Secret.of("")), inForm);
  }

  private static ClientProof.Way signedSecret(
      Client client, Settings settings, Optional<SigningKey> key) {
    Optional<String> team = settings.optional(OAuthKeys.TEAM_ID);
    if (key.isEmpty() || team.isEmpty() || settings.optional(OAuthKeys.KEY_ID).isEmpty()) {
      settings.fault(
          OAuthKeys.PRIVATE_KEY_FILE,
          client.label() + " wants a secret that is signed, which needs a key, its id and the team",
          "write private_key_file, key_id and team_id, as its developer pages show them");
      return new ClientProof.Way.None();
    }
    return new ClientProof.Way.SignedSecret(key.get(), team.get(), client.issuer());
  }

  private static Optional<SigningKey> key(Settings settings) {
    Optional<Path> file = settings.path(OAuthKeys.PRIVATE_KEY_FILE);
    try {
      return file.map(
          path -> SigningKey.read(path, settings.optional(OAuthKeys.KEY_ID).orElse("")));
    } catch (IllegalArgumentException unusable) {
      settings.fault(
          OAuthKeys.PRIVATE_KEY_FILE,
          "the file " + unusable.getMessage(),
          "make one with openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256");
      return Optional.empty();
    }
  }
}
