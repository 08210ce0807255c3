package io.vestibule.auth.basic;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Identity;
import io.vestibule.auth.audit.Arrivals;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.SchemeName;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.internal.Realm;
import io.vestibule.auth.password.PasswordCheck;
import io.vestibule.auth.password.PasswordChecks;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UsersSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes HTTP Basic from {@code [basic]}. Found by {@link java.util.ServiceLoader}; thread-safe. */
public final class BasicFactory implements AuthenticatorFactory {
  private static final String REALM = "realm";

  /** For the service loader. */
  public BasicFactory() {}

  @Override
  public Section section() {
    Key realm = Key.of(REALM, Key.Type.TEXT, "What the browser shows when it asks.", "Back office")
        .orElse(Realm.DEFAULT);
    return Section.of(
        "basic",
        "A name and a password with every request (RFC 7617).",
        Stream.concat(
                UsersSettings.keys().stream(),
                Stream.of(realm, SchemeName.key(BasicAuthenticator.SCHEME)))
            .toArray(Key[]::new));
  }

  @Override
  public List<Section> alsoReads() {
    return Stream.concat(PasswordChecks.sections().stream(), Stream.of(ServerSection.SECTION))
        .toList();
  }

  @Override
  public boolean provesFactors() {
    return false;
  }

  @Override
  public Authenticator create(Settings settings) {
    PasswordChecks passwords = PasswordChecks.of(settings);
    InstantSource clock = settings.clock();
    Arrivals arrivals =
        new Arrivals(settings.shared(Audit.class, Audit::of), clock, settings.name());
    return new BasicAuthenticator(
        SchemeName.read(settings, BasicAuthenticator.SCHEME),
        realm(settings),
        OriginCheck.from(settings),
        (request, shown) -> {
          PasswordCheck.Result result =
              passwords.check().check(request, shown, name -> Optional.empty());
          if (result instanceof PasswordCheck.Result.Right right && right.anew()) {
            arrivals.tell(request, right.user().name());
          }
          return result.orRejected(user -> AuthResult.authenticated(identity(user, clock)));
        },
        name -> passwords.users().find(name).map(user -> identity(user, clock)));
  }

  /** The password comes with this very request, so the proof is as old as the request. */
  private static Identity identity(User user, InstantSource clock) {
    return new Identity(
        user.name(),
        BasicAuthenticator.AUTH_TYPE,
        user.roles(),
        Set.of(),
        BasicAuthenticator.BY_PASSWORD,
        clock.instant(),
        user.claims());
  }

  private static String realm(Settings settings) {
    String realm = settings.text(REALM);
    if (!Realm.isUsable(realm)) {
      settings.fault(REALM, Realm.RULE, "write realm = Back office");
      return Realm.DEFAULT;
    }
    return realm;
  }
}
