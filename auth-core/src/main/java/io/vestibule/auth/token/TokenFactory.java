package io.vestibule.auth.token;

import io.vestibule.auth.Access;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.GivenRoles;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.csrf.HiddenField;
import io.vestibule.auth.openapi.ApiDocument;
import io.vestibule.auth.password.Everybody;
import io.vestibule.auth.store.Stores;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes what knows API tokens, wherever there is a {@code [store]}; it is asked before all others. Found by {@link
 * java.util.ServiceLoader}. Without state.
 */
public final class TokenFactory implements AuthenticatorFactory {
  private static final String NAME = "tokens";
  private static final String ENABLED = "enabled";
  private static final String LONGEST = "max_lifetime";
  private static final String PER_USER = "max_per_user";
  private static final String SCOPES = "scopes";
  private static final String FRESH = "fresh";
  private static final int MOST_PER_USER = 1000;

  /** For the service loader. */
  public TokenFactory() {}

  @Override
  public Section section() {
    return Section.of(
            NAME,
            "API tokens for scripts and programs; on wherever there is a [store].",
            Key.of(ENABLED, Key.Type.FLAG, "Whether there are API tokens.", "no")
                .orElse("yes"),
            Key.of(
                    LONGEST,
                    Key.Type.DURATION,
                    "How long a token may work at most; 0 for no limit.",
                    "90d")
                .orElse("365d"),
            Key.of(PER_USER, Key.Type.NUMBER, "How many tokens a user may have.", "20")
                .orElse("50"),
            Key.of(
                SCOPES,
                Key.Type.LIST,
                "The scopes that a token may have beside read_only; without it, any.",
                "deploy, metrics"),
            Key.of(
                    FRESH,
                    Key.Type.DURATION,
                    "How long ago somebody may have signed in who makes a token.",
                    "10m")
                .orElse("10m"))
        .orNamed("token");
  }

  @Override
  public List<Section> alsoReads() {
    return List.of(Stores.SECTION, Look.SECTION);
  }

  @Override
  public List<String> comesWith() {
    return List.of("store", NAME, "none");
  }

  @Override
  public boolean provesFactors() {
    return false;
  }

  @Override
  public Authenticator create(Settings settings) {
    GivenRoles.of(settings).only(settings.name(), Set.of());
    if (!settings.flag(ENABLED)) {
      return request -> AuthResult.notAttempted();
    }
    String base = Look.of(settings.section(Look.SECTION.name())).basePath();
    ApiTokens tokens = new ApiTokens(Stores.of(settings), new SecureRandom(), settings.clock());
    Mint mint = new Mint(tokens, limits(settings));
    Owners owners = new Owners(Everybody.of(settings));
    Reports reports = new Reports(settings.shared(Audit.class, Audit::of), settings.clock());
    settings.shared(TokenBook.class, () -> new TokenBook(tokens, mint, owners));
    Requirement.Demands person = person(settings);
    List<Endpoint> endpoints = Stream.concat(
            new TokenPage(
                    base,
                    mint,
                    owners,
                    reports,
                    person,
                    AccountPages.of(settings),
                    HiddenField.of(settings))
                .endpoints().stream(),
            Stream.concat(
                new TokenApi(mint, owners, reports).endpoints(base, person).stream(),
                Stream.of(ApiDocument.of(settings).endpoint())))
        .toList();
    return new TokenAuthenticator(tokens, owners, new Allowed(base), reports, endpoints);
  }

  /** Whoever sits at a browser and has signed in just now: a stolen cookie must not become a token. */
  private static Requirement.Demands person(Settings settings) {
    Access browser = new Access.AnyOf(List.of(new Access.Via("session"), new Access.Via("oauth")));
    return new Requirement.Demands(
        new Access.AllOf(List.of(browser, new Access.Fresh(settings.duration(FRESH)))));
  }

  private static Limits limits(Settings settings) {
    long perUser = settings.number(PER_USER);
    if (perUser < 1 || perUser > MOST_PER_USER) {
      settings.fault(PER_USER, "is " + perUser, "write a number from 1 to " + MOST_PER_USER);
    }
    if (settings.duration(FRESH).toSeconds() < 1) {
      settings.fault(FRESH, "nobody could make a token so soon", "write fresh = 10m");
    }
    List<String> scopes = settings.list(SCOPES);
    Limits limits = new Limits(
        settings.duration(LONGEST), (int) Math.max(1, Math.min(perUser, MOST_PER_USER)), scopes);
    scopes.stream()
        .filter(scope -> !limits.isScope(scope))
        .forEach(scope -> settings.fault(
            SCOPES,
            "\"" + scope + "\" is no scope",
            "write words between commas: deploy, metrics"));
    return limits;
  }
}
