package io.vestibule.auth.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The connections of the host's own pool, which keeps, checks and closes them itself. Thread-safe. */
record HostConnections(DataSource pool) implements Connections {

  @Override
  public Connection take() throws SQLException {
    Connection connection = pool.getConnection();
    if (!connection.getAutoCommit()) {
      connection.setAutoCommit(true);
    }
    return connection;
  }

  @Override
  public void giveBack(Connection connection) {
    Connections.closeQuietly(connection);
  }

  @Override
  public void drop(Connection connection) {
    Connections.closeQuietly(connection);
  }

  @Override
  public void close() {
    // The pool is the host's to close.
  }
}
