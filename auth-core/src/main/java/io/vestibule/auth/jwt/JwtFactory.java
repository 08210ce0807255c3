package io.vestibule.auth.jwt;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.store.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the verification of signed tokens from {@code [jwt]} or {@code [jwt.NAME]}. Found by
 * {@link java.util.ServiceLoader}; thread-safe.
 */
public final class JwtFactory implements AuthenticatorFactory {
  private static final String PRESET = "preset";
  private static final String ISSUER = "issuer";
  private static final String AUDIENCE = "audience";
  private static final String ALGORITHMS = "algorithms";
  private static final String TYPES = "token_types";
  private static final String SKEW = "clock_skew";
  private static final String HEADER = "header";
  private static final String USUAL_ALGORITHMS = "RS256, ES256, EdDSA";
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);

  /** For the service loader. */
  public JwtFactory() {}

  @Override
  public Section section() {
    List<Key> keys = new ArrayList<>(List.of(
        Key.choice(
            PRESET,
            "A service in front that adds a token in a header of its own: it sets header, algorithms, keys and subject_claim.",
            Preset.names()),
        Key.of(
                ISSUER,
                Key.Type.TEXT,
                "Whose tokens are taken: their iss, letter by letter.",
                "https://id.example.org")
            .mandatory(),
        Key.of(
                AUDIENCE,
                Key.Type.LIST,
                "For whom they must be: one of these must be in their aud.",
                "https://api.example.org")
            .mandatory(),
        Key.of(ALGORITHMS, Key.Type.LIST, "By what they may be signed.", "RS256"),
        Key.of(TYPES, Key.Type.LIST, "What their typ may be; one without is refused.", "at+jwt")
            .orElse("at+jwt, JWT"),
        Key.of(
                SKEW,
                Key.Type.DURATION,
                "How far the clocks may differ; 5m at most. Tokens live that much longer.",
                "10s")
            .orElse("60s"),
        Key.of(
            HEADER,
            Key.Type.TEXT,
            "The header field whose whole value is the token; Authorization where it is missing.",
            "X-Jwt-Assertion")));
    keys.addAll(IssuerKeys.keys());
    keys.addAll(ClaimMapping.keys());
    keys.add(TokenReader.INSECURE_IN_QUERY);
    return Section.of(
        "jwt", "Signed tokens of an issuer (RFC 7519, RFC 9068).", keys.toArray(Key[]::new));
  }

  @Override
  public List<Section> alsoReads() {
    return List.of(ClaimMapping.alsoReads(), Stores.SECTION, ServerSection.SECTION);
  }

  @Override
  public Authenticator create(Settings settings) {
    Optional<Preset> preset = settings.optional(PRESET).flatMap(Preset::of);
    String issuer = settings.optional(ISSUER).orElse("");
    Optional<Keys> keys = IssuerKeys.of(settings, issuer, preset);
    List<JwsAlgorithm> algorithms = algorithms(settings, preset);
    if (keys.isEmpty() || algorithms.isEmpty() || settings.list(AUDIENCE).isEmpty()) {
      return request -> AuthResult.notAttempted();
    }
    JwtVerifier verifier = JwtVerifier.builder()
        .issuer(issuer)
        .audience(settings.list(AUDIENCE).toArray(String[]::new))
        .algorithms(algorithms.toArray(JwsAlgorithm[]::new))
        .types(settings.list(TYPES).toArray(String[]::new))
        .keys(keys.get())
        .clockSkew(skew(settings))
        .clock(settings.clock())
        .build();
    return new JwtAuthenticator(
        verifier,
        terms(settings, preset),
        TokenBinding.of(Stores.of(settings), settings.clock()),
        OriginCheck.from(settings),
        new BearerChallenge(
            settings.name(), issuer, settings.list("mfa_acr"), ProtectedResource.of(settings)),
        endpoints(settings, issuer),
        settings.clock());
  }

  private static JwtAuthenticator.Terms terms(Settings settings, Optional<Preset> preset) {
    ClaimMapping mapping =
        ClaimMapping.from(settings, preset.map(Preset::subject).orElse("sub"));
    settings.shared(Namesakes.class, Namesakes::new).add(settings, mapping.prefix());
    Optional<String> header = settings.optional(HEADER).or(() -> preset.map(Preset::header));
    return new JwtAuthenticator.Terms(
        header.map(TokenReader::of).orElseGet(TokenReader::ofAuthorization),
        header.orElse(BearerChallenge.SCHEME),
        TokenReader.insecureInQuery(settings),
        skew(settings),
        mapping);
  }

  /** A token in a header of its own comes from a proxy, not from a program that could read on. */
  private static List<Endpoint> endpoints(Settings settings, String issuer) {
    boolean bearer =
        settings.optional(HEADER).isEmpty() && settings.optional(PRESET).isEmpty();
    return bearer ? ProtectedResource.of(settings).add(settings.name(), issuer) : List.of();
  }

  private static Duration skew(Settings settings) {
    Duration skew = settings.duration(SKEW);
    if (skew.compareTo(MOST_SKEW) > 0) {
      settings.fault(SKEW, "clocks that differ by more are to be set", "write at most 5m");
      return MOST_SKEW;
    }
    return skew;
  }

  private static List<JwsAlgorithm> algorithms(Settings settings, Optional<Preset> preset) {
    String usual = preset.map(Preset::algorithms).orElse(USUAL_ALGORITHMS);
    List<String> named = settings.optional(ALGORITHMS).isPresent()
        ? settings.list(ALGORITHMS)
        : settings.optional("secret").isPresent()
            ? List.of("HS256")
            : List.of(usual.split(", ", -1));
    List<JwsAlgorithm> known = new ArrayList<>();
    for (String name : named) {
      JwsAlgorithm.of(name)
          .ifPresentOrElse(
              known::add,
              () -> settings.fault(
                  ALGORITHMS, "there is no algorithm " + name, "choose among " + allowed()));
    }
    boolean secret = settings.optional("secret").isPresent();
    if (known.stream().anyMatch(algorithm -> algorithm.isSymmetric() != secret)) {
      settings.fault(
          ALGORITHMS,
          secret
              ? "a secret can only check HS256, HS384 and HS512"
              : "HS256 and the like need a secret; with public keys they would let anybody sign",
          secret ? "write algorithms = HS256" : "write algorithms = " + usual);
      return List.of();
    }
    return known;
  }

  private static String allowed() {
    return String.join(
        ", ", Stream.of(JwsAlgorithm.values()).map(JwsAlgorithm::text).toList());
  }
}
