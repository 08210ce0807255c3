package io.vestibule.auth.session;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.GivenFactors;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.password.HashGate;
import io.vestibule.auth.password.PasswordChecks;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.password.UsersSettings;
import io.vestibule.auth.totp.SecondFactors;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the login page and the session from {@code [session]}. Found by {@link java.util.ServiceLoader}. */
public final class SessionFactory implements AuthenticatorFactory {
  /** For the service loader. */
  public SessionFactory() {}

  @Override
  public Section section() {
    return SessionKeys.SECTION;
  }

  @Override
  public List<Section> alsoReads() {
    return Stream.concat(
            PasswordChecks.sections().stream(),
            Stream.of(ServerSection.SECTION, Look.SECTION, SecondFactors.SECTION))
        .toList();
  }

  @Override
  public boolean provesFactors() {
    return false;
  }

  @Override
  public Authenticator create(Settings settings) {
    PasswordChecks passwords = PasswordChecks.of(settings);
    if (!passwords.users().knowsNames()) {
      settings.warn(
          UsersSettings.USERNAME,
          "nobody here can tell whether a user is still there, or has another password: sessions end by time only",
          "supply HostAccounts in place of a lambda");
    }
    BrowserSignIn signIn = BrowserSignIn.of(settings, () -> settings);
    Optional<SecondFactors> factors =
        SecondFactors.of(settings, settings.text(SessionKeys.APP_NAME));
    signIn.add(passwords, factors);
    if (factors.filter(SecondFactors::last).isPresent()) {
      GivenFactors.of(settings).add(settings.name());
    }
    Stream<Endpoint> ofStore =
        UsersSettings.store(settings).stream().flatMap(users -> ofStore(settings, signIn, users));
    Stream<Endpoint> ofFactors =
        factors.stream().flatMap(known -> signIn.twoFactor(known).stream());
    return new SessionAuthenticator(
        signIn, signIn.signInService(), Stream.concat(ofStore, ofFactors).toList());
  }

  private static Stream<Endpoint> ofStore(
      Settings settings, BrowserSignIn signIn, UserStore users) {
    HashGate gate = settings.shared(HashGate.class, HashGate::ofAllCores);
    return Stream.concat(
        signIn.setup(settings, users, gate).stream(), signIn.password(users, gate).stream());
  }
}
