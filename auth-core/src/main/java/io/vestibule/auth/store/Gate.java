package io.vestibule.auth.store;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.internal.Printable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a few callers at a time at the database, and after it went away one each second, so that a dead database costs
 * neither threads nor time. Thread-safe. What a statement did wrong is told by its SQL state only: the text of a
 * database may quote values.
 */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  static final int AT_ONCE = 10;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final long OPEN = 0;
  private static final long WAIT_MILLIS = 1_000;
  private static final long PAUSE_MILLIS = 1_000;
  private static final long TRIAL_MILLIS = 5_000;
  private static final int ATTEMPTS = 4;

  private final Connections connections;
  private final InstantSource clock;
  private final Semaphore permits = new Semaphore(AT_ONCE);
  private final AtomicLong shutUntil = new AtomicLong();
  private final OutageLog outages;
  private volatile String lastReason = "";
  private volatile boolean closed;

  Gate(Connections connections, InstantSource clock) {
    this(connections, clock, new OutageLog(clock, LOG::warn, LOG::info));
  }

  /** With a log that a test can read. */
  Gate(Connections connections, InstantSource clock, OutageLog outages) {
    this.connections = connections;
    this.clock = clock;
    this.outages = outages;
  }

  /** What is to be done with a connection; it may be done again when the database could not decide who was first. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  <T> T pass(Work<T> work) {
    if (closed) {
      throw new AuthUnavailableException("database: the store is closed", RETRY_AFTER);
    }
    refuseWhileShut(clock.millis());
    enter();
    try {
      becomeTheTrial();
      return done(take(), work);
    } finally {
      permits.release();
    }
  }

  void close() {
    closed = true;
    connections.close();
  }

  private void enter() {
    try {
      if (permits.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AuthUnavailableException("database: no connection became free in time", RETRY_AFTER);
  }

  private void refuseWhileShut(long now) {
    if (isShut(shutUntil.get(), now)) {
      throw stillDown();
    }
  }

  /** After a failure one caller tries the database; the others are told at once until it has come back. */
  private void becomeTheTrial() {
    long until = shutUntil.get();
    long now = clock.millis();
    if (until != OPEN
        && (isShut(until, now) || !shutUntil.compareAndSet(until, now + TRIAL_MILLIS))) {
      throw stillDown();
    }
  }

  /** A clock that was put back must not keep it shut. */
  private static boolean isShut(long until, long now) {
    return now < until && until - now <= TRIAL_MILLIS;
  }

  private AuthUnavailableException stillDown() {
    return new AuthUnavailableException("database: still down: " + lastReason, RETRY_AFTER);
  }

  private Connection take() {
    try {
      return connections.take();
    } catch (SQLException e) {
      shut();
      String cure = SqlState.isSettled(e) ? "; " + SqlState.cure(e) : "";
      throw new AuthUnavailableException(told(e.getMessage() + cure), RETRY_AFTER, e);
    }
  }

  private <T> T done(Connection connection, Work<T> work) {
    boolean sound = false;
    try {
      T result = attempt(connection, work);
      sound = true;
      return result;
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      giveBack(connection, sound);
    }
  }

  private void giveBack(Connection connection, boolean sound) {
    if (sound) {
      open();
      connections.giveBack(connection);
    } else {
      connections.drop(connection);
    }
  }

  private AuthUnavailableException failed(SQLException e) {
    if (SqlState.isConnectionLost(e)) {
      shut();
    } else {
      open();
    }
    return new AuthUnavailableException(told(SqlState.describe(e)), RETRY_AFTER);
  }

  private <T> T attempt(Connection connection, Work<T> work) throws SQLException {
    for (int i = 1; i < ATTEMPTS; i++) {
      try {
        return work.with(connection);
      } catch (SQLException e) {
        if (!SqlState.isUndecided(e)) {
          throw e;
        }
      }
    }
    return work.with(connection);
  }

  private String told(String reason) {
    lastReason = reason;
    outages.failed(Printable.of(reason));
    return "database: " + reason;
  }

  private void open() {
    if (shutUntil.getAndSet(OPEN) != OPEN) {
      outages.recovered();
    }
  }

  private void shut() {
    shutUntil.set(clock.millis() + PAUSE_MILLIS);
  }
}
