package io.vestibule.auth.oauth;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.oauth.Provider.Deviation;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.remote.Background;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.store.Seal;
import io.vestibule.auth.store.SharedKey;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.store.Stores;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes signing in with somebody else from {@code [oauth]} or {@code [oauth.NAME]}. Found by
 * {@link java.util.ServiceLoader}. Without state.
 */
public final class OAuthFactory implements AuthenticatorFactory {

  /** Codes that the provider refuses: whoever was there has one that it does not. */
  private static final int CODES = 60;

  /** Requests that are handed in beforehand: one for each sign-in that begins. */
  private static final int PUSHES = 300;

  /** For the service loader. */
  public OAuthFactory() {}

  @Override
  public Section section() {
    return OAuthKeys.SECTION;
  }

  @Override
  public List<Section> alsoReads() {
    return Stream.concat(BrowserSignIn.sections().stream(), Stream.of(Roles.SECTION))
        .toList();
  }

  /** What all providers of a file share. */
  private record Common(
      BrowserSignIn signIn,
      Store store,
      Attempts attempts,
      Callbacks callbacks,
      SignInErrors signInErrors,
      ProviderTokens providerTokens,
      Renewals renewals,
      ProviderLogout logouts,
      Audit audit,
      SecureRandom random) {

    static Common of(Settings settings) {
      BrowserSignIn signIn = BrowserSignIn.of(settings);
      Store store = Stores.of(settings);
      SecureRandom random = new SecureRandom();
      InstantSource clock = settings.clock();
      SharedKey key = new SharedKey(store, "oauth");
      Audit audit = settings.shared(Audit.class, Audit::of);
      SignInErrors signInErrors = new SignInErrors(signIn, audit, random, clock);
      Attempts attempts = new Attempts(signIn, store, new Seal(key, "attempt", random), clock);
      ProviderTokens providerTokens = new ProviderTokens(store, new Seal(key, "tokens", random));
      Renewals renewals = settings.shared(Renewals.class, () -> new Renewals(store, random, clock));
      Background background = Background.of(settings);
      background.watch(() -> renewals.round(background::isStopping));
      return new Common(
          signIn,
          store,
          attempts,
          new Callbacks(attempts, signInErrors, new Seal(key, "answer", random), clock),
          signInErrors,
          providerTokens,
          renewals,
          new ProviderLogout(signIn, providerTokens, audit, clock),
          audit,
          random);
    }
  }

  @Override
  public Authenticator create(Settings settings) {
    Common common = settings.shared(Common.class, () -> Common.of(settings));
    Client client = ClientReader.read(settings);
    RedirectUris redirectUris = RedirectUris.of(settings);
    redirectUris.add(client);
    if (client.link() != Client.Link.NONE) {
      common.signIn().whereFactorsAreOffered(() -> warnOfFactors(settings));
    }
    ProviderEndpoints providerEndpoints = ProviderEndpoints.of(client, settings, common.store());
    TokenEndpoint tokens = new TokenEndpoint(providerEndpoints, proof(client, settings));
    AuthorizationRedirect authorizationRedirect = new AuthorizationRedirect(
        client,
        providerEndpoints,
        tokens,
        common.attempts(),
        common.callbacks(),
        new NetworkQuota(PUSHES, settings.clock()),
        common.signIn(),
        common.signInErrors(),
        common.random(),
        settings.clock());
    AccountLinking accountLinking = new AccountLinking(
        client,
        Admission.of(settings),
        new Names(common.store(), settings.clock()),
        Roles.from(settings),
        common.signIn());
    Optional<IdTokenCheck> idTokens = idTokens(client, providerEndpoints, settings.clock());
    Profiles profiles = new Profiles(client, providerEndpoints, wantsGroups(settings));
    common
        .callbacks()
        .add(new AuthorizationCallback(
            client,
            providerEndpoints,
            tokens,
            idTokens,
            profiles,
            accountLinking,
            common.attempts(),
            new NetworkQuota(CODES, settings.clock()),
            common.providerTokens(),
            common.renewals(),
            common.signIn(),
            new RedirectLoopGuard(common.signIn()),
            common.audit(),
            settings.clock()));
    common
        .renewals()
        .add(
            client.name(),
            new Renewal(
                client,
                tokens,
                idTokens,
                profiles,
                accountLinking,
                common.providerTokens(),
                common.signIn(),
                common.audit(),
                settings.clock()));
    logoutTokens(client, providerEndpoints, common.store(), settings.clock())
        .ifPresent(common.logouts()::add);
    ProviderHealth.of(settings)
        .add(new ProviderHealth.Checkup(
            client, providerEndpoints, tokens, redirectUris, common.signIn().base()));
    RpInitiatedLogout rpInitiatedLogout = new RpInitiatedLogout(
        client, providerEndpoints, common.providerTokens(), common.signIn().base());
    common
        .signIn()
        .add(new OAuthOffer(
            client,
            providerEndpoints,
            authorizationRedirect,
            accountLinking,
            common.providerTokens(),
            rpInitiatedLogout));
    return new OAuthAuthenticator(
        client, authorizationRedirect, common.signIn(), endpoints(common, client, redirectUris));
  }

  private static void warnOfFactors(Settings settings) {
    settings.warn(
        OAuthKeys.LINK_BY,
        "whoever comes from this provider as a local user is not asked for that user's second factor",
        "leave it out, unless the provider asks for one itself and gives no name to somebody else");
  }

  private static Optional<LogoutTokens> logoutTokens(
      Client client, ProviderEndpoints providerEndpoints, Store store, InstantSource clock) {
    return client.openid() && !client.id().isEmpty()
        ? providerEndpoints.keys().map(keys -> new LogoutTokens(client, keys, store, clock))
        : Optional.empty();
  }

  private static Optional<IdTokenCheck> idTokens(
      Client client, ProviderEndpoints providerEndpoints, InstantSource clock) {
    return client.openid() && !client.id().isEmpty()
        ? providerEndpoints.keys().map(keys -> new IdTokenCheck(client, keys, clock))
        : Optional.empty();
  }

  private static List<Endpoint> endpoints(Common common, Client client, RedirectUris redirectUris) {
    return Stream.concat(
            callbacks(common, client, redirectUris).stream(), common.logouts().endpoints().stream())
        .toList();
  }

  /** The address as it is written, and as the application sees it below a context path or the path of its address. */
  private static List<Endpoint> callbacks(Common common, Client client, RedirectUris redirectUris) {
    String path = client.callbackPath();
    Set<String> paths = new LinkedHashSet<>(List.of(path));
    if (path.endsWith(Client.DEFAULT_CALLBACK)) {
      paths.add(Client.DEFAULT_CALLBACK);
    }
    redirectUris.withinApplication(path).ifPresent(paths::add);
    return paths.stream().flatMap(each -> common.callbacks().at(each).stream()).toList();
  }

  private static boolean wantsGroups(Settings settings) {
    return !settings.list(Admission.GROUPS).isEmpty()
        || settings.section(Roles.SECTION.name()).entries().stream()
            .anyMatch(entry -> entry.value().contains("group:"));
  }

  private static ClientProof proof(Client client, Settings settings) {
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
