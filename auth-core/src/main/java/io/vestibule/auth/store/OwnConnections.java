package io.vestibule.auth.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our own connections, opened when needed and kept for the next one. Thread-safe. {@link Gate} bounds their number.
 * One that has rested for more than a second is tried before it is used, so that a restart of the database goes
 * unnoticed; one that fails takes all resting ones with it.
 */
final class OwnConnections implements Connections {
  private static final Logger log = LoggerFactory.getLogger(OwnConnections.class);
  private static final long RESTED_MILLIS = 1_000;
  private static final int CHECK_SECONDS = 1;

  private final Opener opener;
  private final InstantSource clock;
  private final Deque<Resting> resting = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  OwnConnections(Opener opener, InstantSource clock) {
    this.opener = opener;
    this.clock = clock;
  }

  @Override
  public Connection take() throws SQLException {
    if (closed) {
      throw new SQLException("the store is closed");
    }
    Resting last = resting.pollLast();
    if (last == null) {
      return opener.open();
    }
    if (isFresh(last) || last.connection.isValid(CHECK_SECONDS)) {
      return last.connection;
    }
    drop(last.connection);
    return opener.open();
  }

  @Override
  public void giveBack(Connection connection) {
    resting.addLast(new Resting(connection, clock.millis()));
    if (closed) {
      closeResting();
    }
  }

  @Override
  public void drop(Connection connection) {
    Connections.closeQuietly(connection);
    closeResting();
  }

  @Override
  public void close() {
    closed = true;
    closeResting();
    opener.close();
  }

  private boolean isFresh(Resting one) {
    return clock.millis() - one.since <= RESTED_MILLIS;
  }

  private void closeResting() {
    for (Resting one = resting.poll(); one != null; one = resting.poll()) {
      close(one.connection);
    }
  }

  /** H2 writes the last of a file when its last connection is closed, and that may fail. */
  private void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      if (closed) {
        log.warn("the last writes may be lost: {}", SqlState.describe(e));
      }
    }
  }

  /** Opens one more connection, or fails within a few seconds. */
  @FunctionalInterface
  interface Opener {
    Connection open() throws SQLException;

    /** Lets go of what is needed for that. */
    default void close() {}
  }

  private record Resting(Connection connection, long since) {}
}
