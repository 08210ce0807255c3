package io.vestibule.auth.introspection;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.jwt.BearerChallenge;
import io.vestibule.auth.jwt.ClaimMapping;
import io.vestibule.auth.jwt.Discovery;
import io.vestibule.auth.jwt.ProtectedResource;
import io.vestibule.auth.jwt.TokenBinding;
import io.vestibule.auth.jwt.TokenReader;
import io.vestibule.auth.remote.Background;
import io.vestibule.auth.remote.Remote;
import io.vestibule.auth.remote.RemoteUrl;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.store.Stores;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Makes token introspection from {@code [introspection]}. Found by {@link java.util.ServiceLoader}; thread-safe. */
public final class IntrospectionFactory implements AuthenticatorFactory {
  private static final String URL = "url";
  private static final String ISSUER = "issuer";
  private static final String AUDIENCE = "audience";
  private static final String REMEMBER = "cache";
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** For the service loader. */
  public IntrospectionFactory() {}

  @Override
  public Section section() {
    List<Key> keys = new ArrayList<>(List.of(
        Key.of(
            URL,
            Key.Type.TEXT,
            "Where to ask about a token; found by discovery where only the issuer is named.",
            "https://id.example.org/introspect"),
        Key.of(ISSUER, Key.Type.TEXT, "Who issues the tokens.", "https://id.example.org"),
        Key.of("client_id", Key.Type.TEXT, "As whom we ask.", "api").mandatory(),
        Key.of(
                "client_secret",
                Key.Type.SECRET,
                "The secret of that client.",
                "${file:/run/secrets/introspection}")
            .mandatory(),
        Key.of(
            AUDIENCE,
            Key.Type.LIST,
            "For whom the tokens must be: one of these must be in their aud; not looked at where it is missing.",
            "https://api.example.org"),
        Key.of(
                REMEMBER,
                Key.Type.DURATION,
                "How long an answer holds: 60s at most, 0 to ask each time. A revoked token may live that long.",
                "10s")
            .orElse("60s"),
        Remote.CA_FILE));
    keys.addAll(ClaimMapping.keys());
    keys.add(TokenReader.INSECURE_IN_QUERY);
    return Section.of(
        "introspection",
        "Opaque tokens, about which their issuer is asked (RFC 7662).",
        keys.toArray(Key[]::new));
  }

  @Override
  public List<Section> alsoReads() {
    return List.of(ClaimMapping.alsoReads(), Stores.SECTION);
  }

  @Override
  public Authenticator create(Settings settings) {
    Optional<Supplier<URI>> endpoint = endpoint(settings);
    if (endpoint.isEmpty()) {
      return request -> AuthResult.notAttempted();
    }
    String issuer = settings.optional(ISSUER).orElse("");
    IntrospectionClient client = new IntrospectionClient(
        Remote.from(settings),
        endpoint.get(),
        settings.optional("client_id").orElse(""),
        settings.secret("client_secret").orElse(Secret.of("")));
    return new IntrospectionAuthenticator(
        client,
        new IntrospectionAuthenticator.Terms(
            issuer,
            audience(settings),
            TokenReader.insecureInQuery(settings),
            remembered(settings),
            ClaimMapping.from(settings, "sub")),
        TokenBinding.of(Stores.of(settings), settings.clock()),
        new BearerChallenge(
            settings.name(), issuer, settings.list("mfa_acr"), ProtectedResource.of(settings)),
        ProtectedResource.of(settings).add(settings.name(), issuer),
        settings.clock());
  }

  /** Not every server says the kind of a token, but whose API it is for tells an access token from a refresh token. */
  private static Set<String> audience(Settings settings) {
    Set<String> audience = Set.copyOf(settings.list(AUDIENCE));
    if (audience.isEmpty()) {
      settings.warn(
          AUDIENCE,
          "every token that the issuer calls active is taken, whoever it was made for",
          "write audience = https://api.example.org, or what your tokens have in aud");
    }
    return audience;
  }

  private static Duration remembered(Settings settings) {
    Duration life = settings.duration(REMEMBER);
    if (life.compareTo(LONGEST) > 0) {
      settings.fault(REMEMBER, "a revoked token would live on for too long", "write at most 60s");
      return LONGEST;
    }
    return life;
  }

  /** Where to ask; empty where a fault was reported. */
  private static Optional<Supplier<URI>> endpoint(Settings settings) {
    String key = settings.optional(URL).isPresent() ? URL : ISSUER;
    String address = settings.optional(key).orElse("");
    Optional<String> fault = RemoteUrl.fault(address);
    if (fault.isPresent()) {
      settings.fault(
          key,
          address.isEmpty()
              ? "neither url nor issuer says where to ask about a token"
              : address + " " + fault.get(),
          "write url = https://id.example.org/introspect");
      return Optional.empty();
    }
    URI url = URI.create(address);
    return Optional.of(key.equals(URL) ? () -> url : discovered(settings, address));
  }

  private static Supplier<URI> discovered(Settings settings, String issuer) {
    Store store = Stores.of(settings); // made first, for it must be closed last
    Background background = Background.of(settings);
    Discovery discovery =
        new Discovery(issuer, Remote.from(settings), store, settings.clock(), background);
    background.watch(discovery::refreshMetadataAhead);
    return () -> discovery
        .metadata()
        .url("introspection_endpoint")
        .orElseThrow(() -> new AuthUnavailableException(
            "the metadata of " + issuer + " name no introspection_endpoint",
            Duration.ofSeconds(30)));
  }
}
