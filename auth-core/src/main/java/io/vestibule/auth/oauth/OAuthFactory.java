package io.vestibule.auth.oauth;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.jwt.Keys;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.remote.Background;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.store.Seal;
import io.vestibule.auth.store.SharedKey;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.store.Stores;
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

  /** What this provider's parts share. */
  private record Parts(
      Common common,
      Client client,
      ProviderEndpoints providerEndpoints,
      TokenEndpoint tokens,
      Optional<IdTokenCheck> idTokens,
      Profiles profiles,
      AccountLinking accountLinking,
      InstantSource clock) {

    static Parts of(Common common, Client client, Settings settings) {
      InstantSource clock = settings.clock();
      ProviderEndpoints endpoints = ProviderEndpoints.of(client, settings, common.store());
      return new Parts(
          common,
          client,
          endpoints,
          new TokenEndpoint(endpoints, ClientProofReader.read(client, settings)),
          keys(client, endpoints).map(keys -> new IdTokenCheck(client, keys, clock)),
          new Profiles(client, endpoints, wantsGroups(settings)),
          new AccountLinking(
              client,
              Admission.of(settings),
              new Names(common.store(), clock),
              Roles.from(settings),
              common.signIn()),
          clock);
    }

    /** What ID tokens and logout tokens are signed with; empty for a provider that sends none. */
    private static Optional<Keys> keys(Client client, ProviderEndpoints endpoints) {
      return client.openid() && !client.id().isEmpty() ? endpoints.keys() : Optional.empty();
    }

    Optional<LogoutTokens> logoutTokens() {
      return keys(client, providerEndpoints)
          .map(keys -> new LogoutTokens(client, keys, common.store(), clock));
    }

    AuthorizationRedirect redirect() {
      return new AuthorizationRedirect(
          client,
          providerEndpoints,
          tokens,
          common.attempts(),
          common.callbacks(),
          new NetworkQuota(PUSHES, clock),
          common.signIn(),
          common.signInErrors(),
          common.random(),
          clock);
    }

    AuthorizationCallback callback() {
      return new AuthorizationCallback(
          client,
          providerEndpoints,
          tokens,
          idTokens,
          profiles,
          accountLinking,
          common.attempts(),
          new NetworkQuota(CODES, clock),
          common.providerTokens(),
          common.renewals(),
          common.signIn(),
          new RedirectLoopGuard(common.signIn()),
          common.audit(),
          clock);
    }

    Renewal renewal() {
      return new Renewal(
          client,
          tokens,
          idTokens,
          profiles,
          accountLinking,
          common.providerTokens(),
          common.signIn(),
          common.audit(),
          clock);
    }

    OAuthOffer offer(AuthorizationRedirect redirect) {
      ProviderTokens kept = common.providerTokens();
      RpInitiatedLogout logout =
          new RpInitiatedLogout(client, providerEndpoints, kept, common.signIn().base());
      return new OAuthOffer(client, providerEndpoints, redirect, accountLinking, kept, logout);
    }
  }

  @Override
  public Authenticator create(Settings settings) {
    Common common = settings.shared(Common.class, () -> Common.of(settings));
    BrowserSignIn signIn = common.signIn();
    Client client = ClientReader.read(settings);
    RedirectUris redirectUris = RedirectUris.of(settings);
    redirectUris.add(client);
    if (client.link() != Client.Link.NONE) {
      signIn.whereFactorsAreOffered(() -> warnOfFactors(settings));
    }
    Parts parts = Parts.of(common, client, settings);
    AuthorizationRedirect redirect = parts.redirect();
    common.callbacks().add(parts.callback());
    common.renewals().add(client.name(), parts.renewal());
    parts.logoutTokens().ifPresent(common.logouts()::add);
    signIn.add(parts.offer(redirect));
    ProviderHealth.of(settings)
        .add(new ProviderHealth.Checkup(
            client, parts.providerEndpoints(), parts.tokens(), redirectUris, signIn.base()));
    return new OAuthAuthenticator(
        client, redirect, signIn, endpoints(common, client, redirectUris));
  }

  private static void warnOfFactors(Settings settings) {
    settings.warn(
        OAuthKeys.LINK_BY,
        "whoever comes from this provider as a local user is not asked for that user's second factor",
        "leave it out, unless the provider asks for one itself and gives no name to somebody else");
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
}
