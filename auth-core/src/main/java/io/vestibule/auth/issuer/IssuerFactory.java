package io.vestibule.auth.issuer;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.csrf.HiddenField;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.jwt.BearerChallenge;
import io.vestibule.auth.jwt.JwsAlgorithm;
import io.vestibule.auth.jwt.JwtVerifier;
import io.vestibule.auth.jwt.Keys;
import io.vestibule.auth.jwt.ProtectedResource;
import io.vestibule.auth.server.Cors;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.store.Stores;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Issues tokens as {@code [issuer]} says, and accepts them. Found by {@link java.util.ServiceLoader}. Without state.
 */
public final class IssuerFactory implements AuthenticatorFactory {
  /** Nodes of one store are told the same time, nearly. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  /** For the service loader. */
  public IssuerFactory() {}

  @Override
  public Section section() {
    return IssuerSettings.SECTION;
  }

  @Override
  public List<Section> alsoReads() {
    return BrowserSignIn.sections();
  }

  @Override
  public List<String> comesWith() {
    return List.of(IssuerSettings.NAME);
  }

  /** What its endpoints share. */
  private record Parts(
      BrowserSignIn signIn,
      String url,
      List<String> audience,
      Scopes scopes,
      RedirectUris redirectUris,
      SigningKeys keys,
      RefreshTokens refreshTokens,
      Codes codes,
      TokenIssuer tokenIssuer,
      AuthorizeEndpoint authorize,
      Cors cors,
      InstantSource clock) {

    static Parts of(IssuerSettings issuer, BrowserSignIn signIn, Settings settings) {
      Store store = Stores.of(settings);
      InstantSource clock = settings.clock();
      SecureRandom random = new SecureRandom();
      String url = issuer.url();
      Scopes scopes = issuer.scopes();
      RedirectUris redirectUris = issuer.redirectUris();
      SigningKeys keys =
          settings.shared(SigningKeys.class, () -> new SigningKeys(store, issuer.keyLife(), clock));
      Audit audit = settings.shared(Audit.class, Audit::of);
      RefreshTokens refreshTokens = new RefreshTokens(
          store,
          issuer.refreshLives(),
          random,
          clock,
          grant -> TokenIssuer.tellCrowdedOut(audit, clock.instant(), grant));
      Codes codes = new Codes(store, refreshTokens, random, clock);
      AccessTokens accessTokens =
          new AccessTokens(url, issuer.audience(), issuer.accessLife(), keys, random, clock);
      return new Parts(
          signIn,
          url,
          issuer.audience(),
          scopes,
          redirectUris,
          keys,
          refreshTokens,
          codes,
          new TokenIssuer(signIn, accessTokens, refreshTokens, scopes, audit, clock),
          new AuthorizeEndpoint(signIn, codes, redirectUris, scopes, url, HiddenField.of(settings)),
          new Cors(ServerSection.allowedOrigins(settings)),
          clock);
    }

    ProgramSignIn programs(IssuerSettings issuer, OriginCheck origins) {
      TokenRevocation revocation = new TokenRevocation(
          refreshTokens,
          verifier(issuer.refreshLives().absolute()),
          tokenIssuer,
          issuer.accessLife(),
          issuer.checksRevocation(),
          clock);
      return new ProgramSignIn(
          signIn,
          origins,
          tokenIssuer,
          authorize,
          redirectUris,
          scopes,
          refreshTokens,
          revocation,
          cors);
    }

    List<Endpoint> endpoints() {
      String base = signIn.base();
      return Stream.of(
              new KeySetEndpoint(keys, url, base, scopes).endpoints(),
              authorize.endpoints(base),
              new TokenEndpoint(codes, refreshTokens, tokenIssuer, cors, clock).endpoints(base),
              List.of(
                  cors.preflight(base + ProgramSignIn.LOGIN),
                  cors.preflight(base + ProgramSignIn.LOGOUT),
                  cors.preflight(base + "/api/status", "GET", "Authorization, Refresh-Token")))
          .flatMap(List::stream)
          .toList();
    }

    JwtVerifier verifier(Duration skew) {
      return JwtVerifier.builder()
          .issuer(url.isEmpty() ? "none" : url)
          .audience(
              audience.get(0).isEmpty() ? new String[] {"none"} : audience.toArray(new String[0]))
          .algorithms(JwsAlgorithm.EDDSA)
          .types(AccessTokens.TYPE)
          .required("sub", "iat", "jti")
          .keys(Keys.own(keys::jwks))
          .clockSkew(skew)
          .clock(clock)
          .build();
    }
  }

  @Override
  public Authenticator create(Settings settings) {
    IssuerSettings issuer = new IssuerSettings(settings);
    Parts parts = Parts.of(issuer, signIn(settings), settings);
    parts.signIn().add(parts.programs(issuer, OriginCheck.from(settings)));
    ProtectedResource resource = ProtectedResource.of(settings);
    List<Endpoint> endpoints = Stream.concat(
            parts.endpoints().stream(), resource.addUnbound(settings.name(), parts.url()).stream())
        .toList();
    return new IssuerAuthenticator(
        parts.verifier(SKEW),
        issuer.checksRevocation() ? Optional.of(parts.refreshTokens()) : Optional.empty(),
        parts.signIn(),
        new BearerChallenge(settings.name(), parts.url(), List.of(), resource),
        endpoints,
        parts.clock());
  }

  /** Tokens come after a sign-in: somebody else in the file must know people. */
  private static BrowserSignIn signIn(Settings settings) {
    return settings.shared(BrowserSignIn.class, () -> {
      settings.fault(
          "url",
          "nobody can sign in here, so nobody gets a token",
          "name session or oauth in type");
      return BrowserSignIn.of(settings);
    });
  }
}
