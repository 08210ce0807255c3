package io.vestibule.auth.store;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.config.Starting;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The store that a file asks for in {@code [store]}: one for all that is made from this file. Without state. */
public final class Stores {
  private static final String URL = "url";
  private static final String USER = "user";
  private static final String PASSWORD = "password";
  private static final String SECRET = "secret";
  private static final String FORMER_SECRET = "former_secret";
  private static final String PLAIN = "plain";
  private static final String MIGRATE = "migrate";
  private static final String MEMORY = "memory";

  /** What may stand in {@code [store]}; a factory that calls {@link #of} names it in {@code alsoReads}. */
  public static final Section SECTION = Section.of(
      "store",
      "Where sessions, users and counters are kept.",
      Key.of(
          URL,
          Key.Type.TEXT,
          "memory, or the JDBC URL of H2 in a file or of PostgreSQL; without it, memory",
          "jdbc:h2:file:data/auth"),
      Key.of(USER, Key.Type.TEXT, "as whom to speak to the database", "vestibule"),
      Key.of(
          PASSWORD, Key.Type.SECRET, "the password of that user", "${file:/run/secrets/database}"),
      Key.of(
          SECRET,
          Key.Type.SECRET,
          "seals the keys that are kept there, so that a copy of the database does not give them away",
          "${file:/run/secrets/store}"),
      Key.of(
          FORMER_SECRET,
          Key.Type.SECRET,
          "the secret before, for keys that are still sealed with it; plain, for keys that are not sealed yet",
          "${file:/run/secrets/store-before}"),
      Key.of(MIGRATE, Key.Type.FLAG, "whether to make and change the tables at the start", "off")
          .orElse("on"));

  private Stores() {}

  /**
   * The store of this file; in memory where the file names none. Its database is asked when the application starts,
   * or when the store is first used: reading a file changes no database. One that is down does not stop the start.
   * Whoever is given the store does not close it.
   */
  public static Store of(Settings settings) {
    Settings section = settings.section(SECTION.name());
    Store store = settings.shared(Store.class, () -> make(section));
    if (store instanceof JdbcStore database) {
      settings.shared(Opening.class, () -> new Opening(database, section));
    }
    return store;
  }

  /** What is returned beside a fault is never used: the start is refused. */
  private static Store make(Settings store) {
    String url = store.optional(URL).orElse(MEMORY);
    if (url.equals(MEMORY)) {
      return MemoryStore.of(store.clock());
    }
    try {
      Secret password = store.secret(PASSWORD).orElse(Secret.of(""));
      JdbcUrl place = JdbcUrl.parse(url, store.folder());
      if (place.isH2File() && isInWar(Path.of(place.h2Name()))) {
        store.warn(
            URL,
            "the database lies in the unpacked WAR, and the container deletes it with all accounts and sessions"
                + " when another version is deployed",
            "write an absolute path outside, such as jdbc:h2:file:/var/lib/shop/auth");
      }
      Login login = new Login(place, store.optional(USER).orElse(""), password);
      return JdbcStore.later(login, store.flag(MIGRATE), store.clock(), seal(store));
    } catch (UnusableDatabaseException e) {
      store.fault(URL, e.found(), e.cure());
      return MemoryStore.of(store.clock());
    }
  }

  private static KeySeal seal(Settings store) {
    Optional<Secret> secret = usable(store, SECRET);
    boolean plain =
        store.secret(FORMER_SECRET).map(Secret::reveal).filter(PLAIN::equals).isPresent();
    Optional<Secret> former = plain ? Optional.empty() : usable(store, FORMER_SECRET);
    if (secret.isEmpty() && (plain || former.isPresent())) {
      store.fault(
          FORMER_SECRET,
          "nothing would be sealed any more",
          "write secret = ${file:…} with a new one beside it");
    }
    KeySeal seal = secret
        .map(now -> KeySeal.of(now, former.stream().toArray(Secret[]::new)))
        .orElseGet(KeySeal::none);
    return plain ? seal.orPlain() : seal;
  }

  private static Optional<Secret> usable(Settings store, String key) {
    Optional<Secret> secret = store.secret(key);
    if (secret.isPresent() && !KeySeal.isUsable(secret.get())) {
      store.fault(
          key,
          "is shorter than " + KeySeal.SHORTEST + " characters, and can be tried out on a copy",
          "make one with openssl rand -base64 32");
    }
    return secret.filter(KeySeal::isUsable);
  }

  private static boolean isInWar(Path file) {
    return StreamSupport.stream(file.spliterator(), false)
        .anyMatch(part -> part.toString().equals("WEB-INF"));
  }

  /** The start of a database; what no waiting cures is a fault of the file. */
  private record Opening(JdbcStore database, Settings section) implements Starting {
    @Override
    public void started() {
      try {
        database.start();
      } catch (UnusableDatabaseException e) {
        section.fault(URL, e.found(), e.cure());
        return;
      }
      try {
        database.checkKeys();
      } catch (UnusableDatabaseException e) {
        section.fault(SECRET, e.found(), e.cure());
      }
    }
  }
}
