package io.vestibule.auth.basic;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Identity;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserPasswords;
import io.vestibule.auth.password.UsersSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Makes HTTP Basic from {@code [basic]}. Found by {@link java.util.ServiceLoader}; thread-safe. */
public final class BasicFactory implements AuthenticatorFactory {
  private static final String REALM = "realm";
  private static final String ANY_REALM = "Authentication Required";
  private static final int LONGEST_REALM = 200;
  private static final Set<String> BY_PASSWORD = Set.of("pwd");

  /** For the service loader. */
  public BasicFactory() {}

  @Override
  public Section section() {
    Key realm = Key.of(REALM, Key.Type.TEXT, "What the browser shows when it asks.", "Back office")
        .orElse(ANY_REALM);
    return Section.of(
        "basic",
        "A name and a password with every request (RFC 7617).",
        Stream.concat(UsersSettings.keys().stream(), Stream.of(realm)).toArray(Key[]::new));
  }

  @Override
  public List<Section> alsoReads() {
    return UsersSettings.sections();
  }

  @Override
  public Authenticator create(Settings settings) {
    UserPasswords users = UsersSettings.read(settings);
    InstantSource clock = settings.clock();
    return new BasicAuthenticator(
        realm(settings),
        credentials -> users.check(credentials).map(user -> identity(user, clock)),
        name -> users.find(name).map(user -> identity(user, clock)));
  }

  /** The password comes with this very request, so the proof is as old as the request. */
  private static Identity identity(User user, InstantSource clock) {
    return new Identity(
        user.name(),
        BasicAuthenticator.SCHEME,
        user.roles(),
        Set.of(),
        BY_PASSWORD,
        clock.instant(),
        Map.of());
  }

  /** RFC 7617 leaves open how other letters in a realm are encoded, and browsers do not agree. */
  private static String realm(Settings settings) {
    String realm = settings.text(REALM);
    if (realm.length() > LONGEST_REALM || !realm.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      settings.fault(
          REALM, "a realm is up to 200 printable ASCII characters", "write realm = Back office");
      return ANY_REALM;
    }
    return realm;
  }
}
