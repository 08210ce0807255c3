package io.vestibule.auth.proxy;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.config.SignOutElsewhere;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.password.LocalUsers;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.password.UsersSettings;
import io.vestibule.auth.store.Stores;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the trust in a proxy's user from {@code [proxy]}. Found by {@link ServiceLoader}. Without state. */
public final class ProxyFactory implements AuthenticatorFactory {
  static final String USER_HEADER = "user_header";
  private static final String FOLD_CASE = "fold_case";
  private static final String AUTO_CREATE = "auto_create";
  private static final String SECRET = "secret";
  private static final String SECRET_HEADER = "secret_header";
  private static final String LOGOUT_URL = "logout_url";
  private static final int SHORTEST_SECRET = 16;
  private static final Pattern PAGE = Pattern.compile(
      "(https?://[A-Za-z0-9.:_\\[\\]-]+(/[!-\\[\\]-~]*)?|/|/[!-.0-\\[\\]-~][!-\\[\\]-~]*)");
  private static final Set<String> WITH_PAGES = Set.of("session", "oauth");
  private static final Set<String> WITH_PROMPT = Set.of("basic", "digest");
  private static final Set<String> TAKEN = Set.of(
      "authorization",
      "cookie",
      "host",
      "origin",
      "referer",
      "forwarded",
      "content-type",
      "content-length",
      "upgrade",
      "connection",
      "x-forwarded-for",
      "x-forwarded-host",
      "x-forwarded-proto",
      "x-forwarded-port",
      "x-forwarded-prefix");

  /** For the service loader. */
  public ProxyFactory() {}

  @Override
  public Section section() {
    return Section.of(
            "proxy",
            "A trusted proxy says who the user is; [server] names it in trusted_proxies.",
            Key.choice("preset", "Whose header fields are read.", Preset.words())
                .orElse("generic"),
            Key.of(
                USER_HEADER,
                Key.Type.TEXT,
                "The field with the user's name; Remote-User, or as the preset has it.",
                "Remote-User"),
            Key.of("email_header", Key.Type.TEXT, "The field with the address.", "Remote-Email"),
            Key.of("name_header", Key.Type.TEXT, "The field with the full name.", "Remote-Name"),
            Key.of("groups_header", Key.Type.TEXT, "The field with the groups.", "Remote-Groups"),
            Key.of(
                SECRET_HEADER,
                Key.Type.TEXT,
                "A field that the proxy fills with the secret, as a second proof that it is the proxy.",
                "X-Proxy-Secret"),
            Key.of(SECRET, Key.Type.SECRET, "The secret.", "${file:/run/secrets/proxy}"),
            Key.of(
                "user_domain",
                Key.Type.TEXT,
                "What every name must end with behind an @; it is taken off.",
                "example.org"),
            Key.of(
                    FOLD_CASE,
                    Key.Type.FLAG,
                    "Whether a name is the same user in capital and in small letters.",
                    "yes")
                .orElse("no"),
            Key.of(
                    AUTO_CREATE,
                    Key.Type.FLAG,
                    "Whether users are made in the store whom the proxy names and nobody knows.",
                    "no")
                .orElse("no"),
            Key.of(
                    "auto_create_role",
                    Key.Type.TEXT,
                    "The role of users who are made; user for none but being signed in.",
                    "user")
                .orElse("user"),
            Key.choice(
                    "auto_create_permission",
                    "What users who are made may do; administrators may do everything.",
                    "none",
                    "ro",
                    "rw",
                    "full")
                .orElse("ro"),
            Key.of(
                LOGOUT_URL,
                Key.Type.TEXT,
                "Where a browser goes to sign out: an address of the sign-in service.",
                "https://auth.example.org/logout"))
        .orNamed("tinyauth");
  }

  @Override
  public List<Section> alsoReads() {
    return Stream.concat(
            UsersSettings.sections().stream(),
            Stream.of(Stores.SECTION, ServerSection.SECTION, Look.SECTION))
        .toList();
  }

  @Override
  public boolean provesFactors() {
    return false;
  }

  @Override
  public Authenticator create(Settings settings) {
    if (ServerSection.trustedProxies(settings).isEmpty()) {
      settings
          .section(ServerSection.SECTION.name())
          .fault(
              ServerSection.TRUSTED_PROXIES,
              "\"proxy\" believes a header field, and nothing says who may send it",
              "name the proxy's address as the application sees it: trusted_proxies = 127.0.0.1, ::1");
    }
    UserNames names = new UserNames(
        settings.optional("user_domain").orElse("").toLowerCase(Locale.ROOT),
        settings.flag(FOLD_CASE));
    ProxyPages pages = pages(settings);
    ProxyAuthenticator proxy = new ProxyAuthenticator(
        headers(settings),
        secret(settings),
        names,
        people(settings, names),
        OriginCheck.from(settings),
        pages,
        new ProxyReports(
            settings.shared(Audit.class, Audit::of), settings.clock(), settings.name()),
        settings.clock());
    SignOutElsewhere.of(settings).add(proxy, pages.signOut());
    return proxy;
  }

  private static ProxyHeaders headers(Settings settings) {
    ProxyHeaders preset = Preset.of(settings.text("preset")).headers();
    return new ProxyHeaders(
        field(settings, USER_HEADER, preset.user()),
        field(settings, "email_header", preset.email()),
        field(settings, "name_header", preset.name()),
        field(settings, "groups_header", preset.groups()),
        preset.separator());
  }

  private static String field(Settings settings, String key, String byDefault) {
    String name = settings.optional(key).orElse(byDefault);
    if (!name.matches("[A-Za-z0-9-]{1,100}") || TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
      settings.fault(
          key,
          "\"" + name + "\" is no field of letters, digits and hyphens that is free for this",
          "write " + key + " = " + byDefault);
      return byDefault;
    }
    return name;
  }

  private static Optional<SharedSecret> secret(Settings settings) {
    Optional<Secret> secret = settings.secret(SECRET);
    if (settings.optional(SECRET_HEADER).isPresent() != secret.isPresent()) {
      settings.fault(
          secret.isPresent() ? SECRET : SECRET_HEADER,
          "secret and secret_header belong together, and one is missing",
          "write both");
      return Optional.empty();
    }
    if (secret.isPresent() && secret.get().reveal().length() < SHORTEST_SECRET) {
      settings.fault(
          SECRET, "the secret is too short", "write " + SHORTEST_SECRET + " characters or more");
    }
    return secret.map(
        known -> new SharedSecret(field(settings, SECRET_HEADER, "X-Proxy-Secret"), known));
  }

  private static People people(Settings settings, UserNames names) {
    Roles roles = Roles.from(settings);
    AutoCreate create = new AutoCreate(
        settings.flag(AUTO_CREATE),
        settings.text("auto_create_role"),
        Permission.valueOf(settings.text("auto_create_permission").toUpperCase(Locale.ROOT)));
    Optional<UserStore> store = UsersSettings.storeAlone(settings);
    store.ifPresent(LocalUsers.of(settings)::add);
    if (names.anyCase()) {
      checkSpelling(settings, roles, store.isPresent());
    }
    if (store.isEmpty() && create.on()) {
      settings.fault(
          AUTO_CREATE,
          "users cannot be made, because none are kept in a store",
          "write [store] with a url; without one, every name that the proxy sends is a user");
    }
    return store
        .<People>map(users -> new KnownUsers(
            settings.name(),
            names,
            users,
            roles,
            create,
            scopes(),
            settings.shared(Audit.class, Audit::of),
            settings.clock()))
        .orElseGet(() -> new Anybody(roles));
  }

  /**
   * What is read in any case must be written in one. A user of the store is spelt as there, so that two names could be
   * one user; without a store all names are in small letters, so that one in capitals would be nobody's.
   */
  private static void checkSpelling(Settings settings, Roles roles, boolean kept) {
    Map<String, String> seen = new HashMap<>();
    for (Roles.Given given : roles.toUsers()) {
      String small = FoldedName.of(given.user());
      String meant = kept ? seen.computeIfAbsent(small, any -> given.user()) : small;
      if (!meant.equals(given.user())) {
        settings
            .section(Roles.SECTION.name())
            .fault(
                given.role(),
                "\"" + given.user() + "\" and \"" + meant + "\" are one user with " + FOLD_CASE,
                "write " + meant);
      }
    }
  }

  private static PermissionScopes scopes() {
    return ServiceLoader.load(PermissionScopes.class).findFirst().orElseGet(ProfileScopes::new);
  }

  private static ProxyPages pages(Settings settings) {
    Optional<String> logout = settings.optional(LOGOUT_URL);
    if (logout.filter(url -> !PAGE.matcher(url).matches()).isPresent()) {
      settings.fault(
          LOGOUT_URL,
          "is no address of a page",
          "write logout_url = https://auth.example.org/logout");
    }
    String first =
        settings.shared(FirstProxy.class, () -> new FirstProxy(settings.name())).name();
    Set<String> ways =
        settings.ways().stream().map(way -> way.split("\\.", 2)[0]).collect(Collectors.toSet());
    boolean alone = first.equals(settings.name()) && Collections.disjoint(ways, WITH_PAGES);
    return new ProxyPages(
        Look.of(settings.section(Look.SECTION.name())).basePath(),
        new SignOutElsewhere.Place(logout),
        alone,
        !Collections.disjoint(ways, WITH_PROMPT));
  }

  /** Of several proxies in one file, the one that has the pages. */
  private record FirstProxy(String name) {}
}
