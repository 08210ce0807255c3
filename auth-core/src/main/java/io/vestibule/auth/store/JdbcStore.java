package io.vestibule.auth.store;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps entries in a database. Thread-safe, and safe between nodes: each change is one statement, and the database
 * says whose was first. When it is down, each method throws {@link AuthUnavailableException} within five seconds,
 * and works again when it is back.
 */
public final class JdbcStore implements Store {
  private static final Logger log = LoggerFactory.getLogger(JdbcStore.class);
  private static final Duration REFUSED = Duration.ofMinutes(1);
  private static final long PURGE_MILLIS = 60_000;
  private static final int PURGED_AT_ONCE = 1_000;
  private static final int MOST_KEYS = 1_000;

  private final Schema schema;
  private final EntryTable table;
  private final Gate gate;
  private final InstantSource clock;
  private final boolean shared;
  private final KeySeal seal;
  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicLong nextPurge = new AtomicLong();

  private JdbcStore(
      Connections connections, Schema schema, InstantSource clock, boolean shared, KeySeal seal) {
    this.shared = shared;
    this.seal = seal;
    this.schema = schema;
    this.table = new EntryTable(schema.dialect());
    this.gate = new Gate(connections, clock);
    this.clock = clock;
  }

  /**
   * A store in the host's own database. Its pool should give up within five seconds when the database is down; it
   * stays open when the store is closed.
   *
   * @param migrate whether the tables may be made and changed; otherwise {@link Dialect#sql} must have been run
   * @throws IllegalStateException when the database is there and will not do; when it is down, it is waited for
   */
  public static JdbcStore open(
      DataSource database, Dialect dialect, boolean migrate, InstantSource clock) {
    return open(database, dialect, migrate, clock, KeySeal.none());
  }

  /**
   * The same, with the keys in it sealed.
   *
   * @throws IllegalStateException also when keys in it are sealed with another secret
   */
  public static JdbcStore open(
      DataSource database, Dialect dialect, boolean migrate, InstantSource clock, KeySeal seal) {
    return started(new JdbcStore(
        new HostConnections(database), new Schema(dialect, migrate), clock, true, seal));
  }

  /**
   * A store in a database of this URL, with a few connections of its own. It makes its tables itself.
   *
   * @param url such as {@code jdbc:h2:file:data/auth}, {@code jdbc:postgresql://host/database}
   * @param user {@code ""} for the default of the driver
   * @throws IllegalStateException when the URL, the driver or the database will not do; when it is down, it is
   *     waited for
   */
  public static JdbcStore open(String url, String user, Secret password, InstantSource clock) {
    return open(new Login(JdbcUrl.parse(url, Path.of("")), user, password), true, clock);
  }

  static JdbcStore open(Login login, boolean migrate, InstantSource clock) {
    return started(later(login, migrate, clock, KeySeal.none()));
  }

  /** A store whose database is not asked before the start, or the first use. */
  static JdbcStore later(Login login, boolean migrate, InstantSource clock, KeySeal seal) {
    Connections connections = new OwnConnections(login.opener(), clock);
    Schema schema = new Schema(login.url().dialect(), migrate);
    return new JdbcStore(connections, schema, clock, !login.url().isH2Memory(), seal);
  }

  private static JdbcStore started(JdbcStore store) {
    store.start();
    store.checkKeys();
    return store;
  }

  /**
   * Opens the keys that are there. Where the database is down, each is opened when it is needed.
   *
   * @throws UnusableDatabaseException when one is sealed with another secret; the store is closed then
   */
  void checkKeys() {
    try {
      KeySeal.KINDS.forEach(kind -> list(kind, "", MOST_KEYS));
    } catch (AuthUnavailableException e) {
      if (e.getCause() instanceof UnusableDatabaseException sealed) {
        close();
        throw sealed;
      }
      log.debug("the keys in the store are not known yet: {}", e.getMessage());
    }
  }

  /**
   * Makes the tables, or sees that they are there. A database that is down is waited for.
   *
   * @throws UnusableDatabaseException when the database is there and will not do; the store is closed then
   */
  void start() {
    try {
      gate.pass(this::prepare);
    } catch (AuthUnavailableException e) {
      refuseWhatNoWaitingCures(e);
      log.warn(
          "the store is down, requests that need it are answered 503 until it is there: {}",
          e.getMessage());
    } catch (UnusableDatabaseException e) {
      close();
      throw e;
    }
  }

  @Override
  public Optional<Entry> get(String kind, String id) {
    return Entry.fits(id)
        ? perform((connection, now) -> table.one(connection, kind, id, now)).stream()
            .findFirst()
            .map(this::opened)
        : Optional.empty();
  }

  @Override
  public boolean insert(Entry entry) {
    return write((connection, now) -> table.insert(connection, seal.sealed(entry), now));
  }

  @Override
  public boolean replace(Entry entry) {
    return write((connection, now) -> table.replace(connection, seal.sealed(entry), now));
  }

  @Override
  public boolean delete(String kind, String id) {
    return Entry.fits(id) && write((connection, now) -> table.delete(connection, kind, id, now));
  }

  @Override
  public List<Entry> owned(String kind, String owner) {
    return Entry.fits(owner)
        ? allOpened(perform((connection, now) -> table.owned(connection, kind, owner, now)))
        : List.of();
  }

  @Override
  public List<Entry> list(String kind, String after, int limit) {
    return after.isEmpty() || Entry.fits(after)
        ? allOpened(perform((connection, now) -> table.list(connection, kind, after, limit, now)))
        : List.of();
  }

  private List<Entry> allOpened(List<Entry> kept) {
    return kept.isEmpty() || !KeySeal.KINDS.contains(kept.get(0).kind())
        ? kept
        : kept.stream().map(this::opened).toList();
  }

  /** A key that is not sealed yet, or by a secret of before, is so from now on. */
  private Entry opened(Entry kept) {
    if (!KeySeal.KINDS.contains(kept.kind())) {
      return kept;
    }
    try {
      Entry key = seal.opened(kept);
      return seal.isStale(kept) && replace(key) ? key.replaced() : key;
    } catch (UnusableDatabaseException e) {
      throw new AuthUnavailableException("database: " + e.getMessage(), REFUSED, e);
    }
  }

  @Override
  public boolean isShared() {
    return shared;
  }

  @Override
  public void sync() {
    schema
        .dialect()
        .sync()
        .ifPresent(sql -> gate.pass(connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          } catch (SQLException e) {
            if (SqlState.isForAdministrators(e)) {
              return false;
            }
            throw e;
          }
        }));
  }

  @Override
  public void close() {
    gate.close();
  }

  /** Something that is done at a time of our clock. */
  @FunctionalInterface
  private interface Deed<T> {
    T at(Connection connection, long now) throws SQLException;
  }

  private <T> T perform(Deed<T> deed) {
    try {
      return gate.pass(connection -> {
        prepare(connection);
        return done(connection, deed);
      });
    } catch (UnusableDatabaseException e) {
      throw new AuthUnavailableException("database: " + e.getMessage(), REFUSED, e);
    }
  }

  /** Tables that are gone, as in a database that was made anew, are made again by whoever comes next. */
  private <T> T done(Connection connection, Deed<T> deed) throws SQLException {
    try {
      return deed.at(connection, clock.millis());
    } catch (SQLException e) {
      if (SqlState.isNoTable(e)) {
        ready.set(false);
      }
      throw e;
    }
  }

  private boolean write(Deed<Boolean> deed) {
    return perform((connection, now) -> {
      boolean changed = deed.at(connection, now);
      purge(connection, now);
      return changed;
    });
  }

  /** At most once a minute; where more has ended than one run may take, the next write goes on. */
  private void purge(Connection connection, long now) {
    long due = nextPurge.get();
    boolean tooEarly = now < due && due - now <= PURGE_MILLIS;
    if (tooEarly || !nextPurge.compareAndSet(due, now + PURGE_MILLIS)) {
      return;
    }
    try {
      if (table.purge(connection, PURGED_AT_ONCE, now) == PURGED_AT_ONCE) {
        nextPurge.set(now);
      }
    } catch (SQLException e) {
      log.warn("ended entries were not removed: {}", SqlState.describe(e));
    }
  }

  private boolean prepare(Connection connection) throws SQLException {
    if (!ready.get()) {
      schema.prepare(connection);
      ready.set(true);
    }
    return true;
  }

  private void refuseWhatNoWaitingCures(AuthUnavailableException e) {
    if (e.getCause() instanceof SQLException cause && SqlState.isSettled(cause)) {
      close();
      throw new UnusableDatabaseException(
          "the database refuses: " + cause.getMessage(), SqlState.cure(cause));
    }
  }
}
