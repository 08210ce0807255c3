package io.vestibule.auth.password;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.FileReport;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.internal.LineFile;
import io.vestibule.auth.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that say who can sign in with a password: the same keys for every way of asking for one. Users stand
 * in one place: in {@code username} and {@code password}, in {@code [users]}, in {@code users_file}, or in the store.
 */
public final class UsersSettings {
  private static final Logger LOG = LoggerFactory.getLogger(UsersSettings.class);
  private static final String SOURCE = "source";
  private static final String STORE = "store";

  private static final Section USERS = Section.free(
      "users",
      "Who can sign in with a password.",
      Key.of(
          "user",
          Key.Type.SECRET,
          "The hash of the user's password, and roles if any.",
          "$2b$12$…:admin"));

  /** Where users stand, and what they and administrators may do about their accounts. */
  public static final Section ACCOUNTS = Section.of(
      "accounts",
      "Where the users stand; who looks after those in the store, and who may become one.",
      Key.choice(
          SOURCE,
          "In the file, or in the store; store where [store] has a url and no users are named.",
          STORE,
          "file"),
      Key.of(
              "administrators",
              Key.Type.TEXT,
              "The role of those who look after the users in the store.",
              "admin")
          .orElse("admin"),
      Key.of(
              "closing",
              Key.Type.FLAG,
              "Whether users in the store may close their own accounts.",
              "no")
          .orElse("no"),
      Key.of(
              "registration",
              Key.Type.FLAG,
              "Whether anybody who reads the mail of an address may become a user in the store.",
              "no")
          .orElse("no"),
      Key.of(
          "registration_domains",
          Key.Type.LIST,
          "Whose addresses may register, by what stands behind the @; without it all.",
          "example.org"),
      Key.of(
          "registration_roles",
          Key.Type.LIST,
          "The roles of whoever registers; without it none.",
          "member"));

  /** The key of the only user's name: where a warning about users belongs. */
  public static final String USERNAME = "username";

  private static final String PASSWORD = "password";
  private static final String USERS_FILE = "users_file";
  private static final String USE_BCRYPT = "use_bcrypt";
  private static final String CACHE = "credential_cache";
  private static final Duration LONGEST_CACHE = Duration.ofHours(1);

  private final Settings settings;
  private final Settings section;
  private final Roles roles;
  private final boolean plain;

  private UsersSettings(Settings settings) {
    this.settings = settings;
    this.section = settings.section(USERS.name());
    this.roles = Roles.from(settings);
    this.plain = !settings.flag(USE_BCRYPT);
  }

  /** The keys that belong into the section of whoever reads users. */
  public static List<Key> keys() {
    return List.of(
        Key.of(USERNAME, Key.Type.TEXT, "The name of the only user.", "admin"),
        Key.of(PASSWORD, Key.Type.SECRET, "The bcrypt hash of that user's password.", "$2b$12$…"),
        Key.of(
            USERS_FILE,
            Key.Type.PATH,
            "A file with a user a line: name:hash:role,role.",
            "users.txt"),
        Key.of(USE_BCRYPT, Key.Type.FLAG, "Whether passwords are stored as bcrypt hashes.", "yes")
            .orElse("yes"),
        Key.of(
                CACHE,
                Key.Type.DURATION,
                "How long a right password is remembered; 0 for never.",
                "5m")
            .orElse("5m"));
  }

  /** The sections that are read besides. */
  public static List<Section> sections() {
    return List.of(ACCOUNTS, USERS, Roles.SECTION);
  }

  /** Reads the users; what is wrong is reported through the settings. */
  public static UserPasswords read(Settings settings) {
    UsersSettings reading = new UsersSettings(settings);
    UserPasswords users = new UserPasswords(
        reading.directory(),
        settings.shared(HashGate.class, HashGate::ofAllCores),
        reading.cache());
    Everybody.of(settings).add(settings.name(), users);
    LocalUsers.of(settings).add(users);
    return users;
  }

  /** The users in the store; empty where they stand in the file. */
  public static Optional<UserStore> store(Settings settings) {
    UsersSettings reading = new UsersSettings(settings);
    return reading.inStore() ? Optional.of(stored(settings, reading.roles)) : Optional.empty();
  }

  /** The users in the store, for a way of signing in that asks for no password; empty where none are kept there. */
  public static Optional<UserStore> storeAlone(Settings settings) {
    return isInStore(settings, () -> settings.section(USERS.name()).entries().isEmpty())
        ? Optional.of(stored(settings, Roles.from(settings)))
        : Optional.empty();
  }

  private boolean inStore() {
    return settings.supplied(HostUsers.class).isEmpty()
        && isInStore(settings, () -> places().isEmpty());
  }

  /** Where nothing says it, users are in a store that has an address, if the file names none itself. */
  private static boolean isInStore(Settings settings, BooleanSupplier namesNone) {
    return settings
        .section(ACCOUNTS.name())
        .optional(SOURCE)
        .map(STORE::equals)
        .orElseGet(() -> settings.section(Stores.SECTION.name()).optional("url").isPresent()
            && namesNone.getAsBoolean());
  }

  private static UserStore stored(Settings settings, Roles roles) {
    return settings.shared(
        UserStore.class, () -> new UserStore(Stores.of(settings), roles, settings.clock()));
  }

  private Supplier<? extends Directory> directory() {
    Optional<HostUsers> host = settings.supplied(HostUsers.class);
    if (host.isPresent()) {
      refuseOthers();
      Directory users = ofHost(host.get());
      return () -> users;
    }
    if (!inStore()) {
      Supplier<Users> users = users();
      roles.only(settings, rolesOf(users.get()));
      return roles.hasHost() ? () -> new RoledDirectory(users.get(), roles) : users;
    }
    List<String> places = places();
    if (!places.isEmpty()) {
      settings.fault(
          places.get(0),
          "users are named in the file, and [accounts] says that they are in the store",
          "keep one of them; \"import htpasswd\" moves users into the store");
    }
    UserStore store = stored(settings, roles);
    return () -> store;
  }

  /** Nobody would ask about them, and whoever wrote them would not hear of it. */
  private void refuseOthers() {
    List<String> places = places();
    if (!places.isEmpty()) {
      settings.fault(
          places.get(0),
          "users are named here, and the application supplies its own in Java",
          "keep one of them; a file with users needs no HostUsers");
    } else if (settings
        .section(ACCOUNTS.name())
        .optional(SOURCE)
        .filter(STORE::equals)
        .isPresent()) {
      settings
          .section(ACCOUNTS.name())
          .warn(
              SOURCE,
              "users with a password are those that the application supplies in Java, not those of the store",
              "remove it, or let the application supply no HostUsers");
    }
  }

  private static Set<String> rolesOf(Users users) {
    return users.all().stream()
        .flatMap(entry -> entry.user().roles().stream())
        .collect(Collectors.toSet());
  }

  private Directory ofHost(HostUsers host) {
    if (!(host instanceof HostAccounts accounts)) {
      HostDirectory strangers = new HostDirectory(host, roles);
      if (strangers.givesNoRoles()) {
        roles.only(settings, Set.of());
      }
      return strangers;
    }
    AccountDirectory users = settings.shared(
        AccountDirectory.class, () -> new AccountDirectory(accounts, roles, clock()));
    return roles.hasHost() ? new RoledDirectory(users, roles) : users;
  }

  private Supplier<Users> users() {
    if (plain) {
      settings.warn(
          USE_BCRYPT,
          "passwords are stored as they are, so whoever reads the file can sign in",
          "hash them with hash-password and remove this line");
    }
    List<String> places = places();
    if (places.size() == 1) {
      return from(places.get(0));
    }
    if (places.isEmpty()) {
      settings.fault(
          USERNAME,
          "no users are named",
          "write username and password, or users_file = users.txt, or a [users] section");
    } else {
      settings.fault(
          places.get(0),
          "users are named in two places, " + String.join(" and ", places),
          "keep one of them");
    }
    return () -> Users.NONE;
  }

  private List<String> places() {
    List<String> places = new ArrayList<>();
    if (settings.optional(USERNAME).isPresent()) {
      places.add(USERNAME);
    } else if (settings.secret(PASSWORD).isPresent()) {
      places.add(PASSWORD);
    }
    settings.path(USERS_FILE).ifPresent(file -> places.add(USERS_FILE));
    if (!section.entries().isEmpty()) {
      places.add("[users]");
    }
    return places;
  }

  private Supplier<Users> from(String place) {
    if (place.equals(USERS_FILE)) {
      return settings.path(USERS_FILE).<Supplier<Users>>map(this::file).orElse(() -> Users.NONE);
    }
    Users users = place.equals("[users]") ? listed() : single();
    return () -> users;
  }

  private Users single() {
    Roster roster = new Roster(roles, plain);
    String name = settings.optional(USERNAME).orElse("");
    String stored = settings.secret(PASSWORD).map(Secret::reveal).orElse("");
    if (name.isEmpty() || stored.isEmpty()) {
      settings.fault(
          name.isEmpty() ? USERNAME : PASSWORD,
          "username and password belong together, and one is missing",
          "write both");
      return Users.NONE;
    }
    roster.add(name, stored, PASSWORD);
    report(roster, settings);
    return roster.users();
  }

  private Users listed() {
    Roster roster = new Roster(roles, plain);
    section.entries().forEach(entry -> roster.add(entry.key(), entry.value(), entry.key()));
    report(roster, section);
    return roster.users();
  }

  /** What stands in the configuration itself must be right: the start is refused. */
  private void report(Roster roster, Settings where) {
    roster.remarks().forEach(r -> where.fault(r.place(), r.found(), r.cure()));
  }

  private LineFile<Users> file(Path path) {
    LineFile<Users> file = new UsersReader(roles, plain).open(path, clock(), LOG::warn);
    FileReport.of(settings, USERS_FILE, path, file);
    return file;
  }

  private VerifiedCredentials cache() {
    Duration life = settings.duration(CACHE);
    if (life.compareTo(LONGEST_CACHE) > 0) {
      settings.fault(CACHE, "a password would be remembered for too long", "write 1h or less");
      return new VerifiedCredentials(Duration.ZERO, clock());
    }
    return new VerifiedCredentials(life, clock());
  }

  private InstantSource clock() {
    return settings.clock();
  }
}
