package io.vestibule.auth.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections come from and go to. Thread-safe. */
interface Connections {

  /** A connection that commits each statement by itself. */
  Connection take() throws SQLException;

  /** Takes one back whose work went well. */
  void giveBack(Connection connection);

  /** Takes one back that failed; others of the same age are suspect too. */
  void drop(Connection connection);

  /** Closes what is open; what is out is closed when it comes back. */
  void close();

  /** Closes a connection about which nobody wants to hear any more. */
  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is broken or closed already, and that is why it is being closed.
    }
  }
}
