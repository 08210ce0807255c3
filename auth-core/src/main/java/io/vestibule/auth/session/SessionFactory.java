package io.vestibule.auth.session;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.password.PasswordChecks;
import io.vestibule.auth.password.UsersSettings;
import io.vestibule.auth.store.SharedKey;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.store.Stores;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Makes the login page and the session from {@code [session]}. Found by {@link java.util.ServiceLoader}. */
public final class SessionFactory implements AuthenticatorFactory {
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final int MOST_PER_USER = 1000;

  /** For the service loader. */
  public SessionFactory() {}

  @Override
  public Section section() {
    Stream<Key> own = Stream.of(
        Key.of("idle_timeout", Key.Type.DURATION, "How long a session lasts without use.", "30m")
            .orElse("30m"),
        Key.of("absolute_timeout", Key.Type.DURATION, "How long a session lasts at most.", "24h")
            .orElse("24h"),
        Key.of(
                "remember",
                Key.Type.DURATION,
                "How long \"stay signed in\" lasts after the last use.",
                "30d")
            .orElse("30d"),
        Key.of("max_per_user", Key.Type.NUMBER, "How many sessions a user may have.", "20")
            .orElse("20"),
        Key.of("app_name", Key.Type.TEXT, "What the cookies are named after.", "tickets")
            .orElse("vestibule"),
        Key.of("login_view", Key.Type.TEXT, "The name of the login page.", "login")
            .orElse("login"));
    return Section.of(
            "session",
            "A login page, and a cookie that remembers who signed in.",
            Stream.concat(UsersSettings.keys().stream(), own).toArray(Key[]::new))
        .orNamed("flask-login", "local");
  }

  @Override
  public List<Section> alsoReads() {
    return Stream.concat(
            PasswordChecks.sections().stream(), Stream.of(ServerSection.SECTION, Look.SECTION))
        .toList();
  }

  @Override
  public Authenticator create(Settings settings) {
    PasswordChecks passwords = PasswordChecks.of(settings);
    Store store = Stores.of(settings);
    SecureRandom random = new SecureRandom();
    Lifetimes lifetimes = lifetimes(settings);
    Cookies cookies = new Cookies(settings.text("app_name"));
    InstanceKey key = new InstanceKey(new SharedKey(store, "cookies"));
    Sessions sessions = new Sessions(store, lifetimes, random, settings.clock());
    Remembered remembered = new Remembered(store, lifetimes, random, settings.clock());
    Desk desk = new Desk(
        passwords.check(),
        passwords.users()::find,
        sessions,
        remembered,
        new KnownDevice(key, random),
        key,
        cookies,
        passwords.audit(),
        settings.clock());
    FormToken formToken = new FormToken(key, cookies, random);
    SameSite sameSite = new SameSite(OriginCheck.from(settings), formToken);
    String base = Look.of(settings.section(Look.SECTION.name())).basePath();
    LoginAddress address = new LoginAddress(base, settings.text("login_view"));
    List<Endpoint> setup = UsersSettings.store(settings)
        .map(users -> new SetupPage(
                settings.shared(
                    Setup.class,
                    () -> new Setup(store, users, base + "/setup", random, settings.clock())),
                users,
                desk,
                formToken,
                sameSite,
                cookies,
                passwords.audit(),
                settings.clock())
            .endpoints(base))
        .orElse(List.of());
    List<Endpoint> endpoints = Stream.of(
            setup,
            new LoginPage(desk, formToken, sameSite, new Returns(base), lifetimes, settings.clock())
                .endpoints(address),
            new LogoutPage(desk, formToken, sameSite, new Returns(base), address).endpoints(base),
            new SessionsPage(desk, sessions, remembered, formToken, sameSite, address)
                .endpoints(base),
            new StatusEndpoint(desk, formToken, address).endpoints(base))
        .flatMap(List::stream)
        .toList();
    return new SessionAuthenticator(desk, sameSite, address, endpoints);
  }

  private static Lifetimes lifetimes(Settings settings) {
    for (String key : List.of("idle_timeout", "absolute_timeout", "remember")) {
      if (settings.duration(key).isZero()) {
        settings.fault(key, "a session of no length signs nobody in", "write " + key + " = 30m");
      }
    }
    long perUser = settings.number("max_per_user");
    if (perUser < 1 || perUser > MOST_PER_USER) {
      settings.fault("max_per_user", "is " + perUser, "write a number from 1 to " + MOST_PER_USER);
    }
    return new Lifetimes(
        settings.duration("idle_timeout"),
        settings.duration("absolute_timeout"),
        settings.duration("remember"),
        (int) Math.max(1, Math.min(perUser, MOST_PER_USER)),
        BOUND);
  }
}
