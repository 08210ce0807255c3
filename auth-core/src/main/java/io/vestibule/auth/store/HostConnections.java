package io.vestibule.auth.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The connections of the host's own pool, which keeps, checks and closes them itself. Each goes back as it came.
 * Thread-safe.
 */
final class HostConnections implements Connections {
  private final DataSource pool;
  private final Set<Connection> switched =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  HostConnections(DataSource pool) {
    this.pool = pool;
  }

  @Override
  public Connection take() throws SQLException {
    Connection connection = pool.getConnection();
    if (!connection.getAutoCommit()) {
      connection.setAutoCommit(true);
      switched.add(connection);
    }
    return connection;
  }

  @Override
  public void giveBack(Connection connection) {
    if (switched.remove(connection)) {
      switchBack(connection);
    }
    Connections.closeQuietly(connection);
  }

  @Override
  public void drop(Connection connection) {
    giveBack(connection);
  }

  @Override
  public void close() {
    // The pool is the host's to close.
  }

  private static void switchBack(Connection connection) {
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      // It is broken, and the pool will see that.
    }
  }
}
