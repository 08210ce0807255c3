package io.vestibule.auth.totp;

import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.password.PasswordChecks;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.password.UsersSettings;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.store.Stores;
import java.util.Optional;

/**
 * What {@code [totp]} says.
 *
 * @param lasting whether second factors outlive a restart
 * @param offered whether users may set a second factor up
 * @param issuer what the app shows beside the name
 */
record TotpSettings(boolean lasting, boolean offered, String issuer) {
  private static final String ENABLED = "enabled";
  private static final String ISSUER = "issuer";
  private static final int LONGEST = 64;

  static final Section SECTION = Section.of(
      "totp",
      "A second factor for the users in the store: codes of an authenticator app.",
      Key.of(
          ENABLED,
          Key.Type.FLAG,
          "Whether users may set one up; without it, yes where users are in a store that is not in memory.",
          "no"),
      Key.of(
          ISSUER,
          Key.Type.TEXT,
          "What the app shows beside the user's name; without it, the title of [pages], or app_name.",
          "Tickets"));

  /** Those of this file; what is wrong is reported through the settings. */
  static Optional<SecondFactors> factors(Settings settings, String application) {
    Settings section = settings.section(SECTION.name());
    Optional<UserStore> users = UsersSettings.store(settings);
    Store store = Stores.of(settings);
    boolean possible = users.isPresent() && !(store instanceof MemoryStore);
    if (!possible && section.optional(ENABLED).isPresent() && section.flag(ENABLED)) {
      section.fault(
          ENABLED,
          users.isPresent()
              ? "second factors in memory are forgotten at the next start, and a password is enough again"
              : "only users in the store can have a second factor, and those of this file are not there",
          users.isPresent()
              ? "set url in [store], such as jdbc:h2:file:data/auth"
              : "write source = store in [accounts] and url in [store]");
    }
    boolean offered = possible && (section.optional(ENABLED).isEmpty() || section.flag(ENABLED));
    TotpSettings read = new TotpSettings(possible, offered, issuer(settings, section, application));
    return users.map(known -> settings.shared(
        SecondFactors.class,
        () -> new SecondFactors(
            store,
            known,
            PasswordChecks.throttle(settings),
            settings.shared(Audit.class, Audit::of),
            settings.clock(),
            read)));
  }

  /** A colon parts it from the user's name in the app's address. */
  private static String issuer(Settings settings, Settings section, String application) {
    String issuer = section
        .optional(ISSUER)
        .orElseGet(() -> usual(settings
            .section(Look.SECTION.name())
            .optional("title")
            .filter(title -> !title.isBlank())
            .orElse(application)));
    if (issuer.isBlank()
        || issuer.length() > LONGEST
        || issuer.indexOf(':') >= 0
        || issuer.chars().anyMatch(Character::isISOControl)) {
      section.fault(
          ISSUER,
          "is no name that an app can show",
          "write up to " + LONGEST + " characters without a colon, such as issuer = Tickets");
    }
    return issuer;
  }

  private static String usual(String title) {
    String name = title.replace(':', ' ').strip();
    return name.substring(0, Math.min(LONGEST, name.length()));
  }
}
