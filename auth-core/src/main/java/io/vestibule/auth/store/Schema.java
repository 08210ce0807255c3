package io.vestibule.auth.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables of a database and their version. Thread-safe, and safe when several nodes start at once: PostgreSQL
 * lets one of them in at a time; on H2, where each {@code create} is a transaction of its own, the steps can be
 * repeated, and who comes second tries again and finds them done.
 */
record Schema(Dialect dialect, boolean migrate) {
  static final String TABLE =
      "create table if not exists vestibule_schema (version integer primary key)";
  private static final int ATTEMPTS = 5;

  /**
   * Makes sure that the tables are as this version needs them.
   *
   * @throws UnusableDatabaseException when they are not, and may not be changed
   */
  void prepare(Connection connection) throws SQLException {
    try {
      prepareTables(connection);
      requireRights(connection);
    } catch (SQLException e) {
      if (SqlState.isNotAllowed(e)) {
        throw noRights();
      }
      if (SqlState.isFileFault(e)) {
        throw new UnusableDatabaseException(
            "the database fails: " + SqlState.describe(e), SqlState.cure(e));
      }
      throw e;
    }
  }

  private void prepareTables(Connection connection) throws SQLException {
    int known = dialect.migrations().size();
    int found = version(connection);
    if (found > known) {
      throw new UnusableDatabaseException(
          "the database has schema version " + found + ", but this version of Vestibule knows "
              + known + " at most",
          "start the newer version of Vestibule that made it, or use another database");
    }
    if (found < known && !migrate) {
      throw new UnusableDatabaseException(
          "the database has schema version " + found + ", but version " + known
              + " is needed and migrate is off",
          "run the SQL that \"db sql " + dialect.word() + "\" prints, or set migrate = on");
    }
    if (found < known) {
      upgrade(connection, known);
    }
  }

  /** To be told now is better than at the first sign-in. */
  private void requireRights(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(dialect.rights())) {
      row.next();
      if (!row.getBoolean(1)) {
        throw noRights();
      }
    }
  }

  private UnusableDatabaseException noRights() {
    return dialect == Dialect.H2
        ? new UnusableDatabaseException(
            "the database can only be read",
            "let this process write its file, and have no ACCESS_MODE_DATA in the URL")
        : new UnusableDatabaseException(
            "the database user may not read and write the tables",
            "grant it usage on their schema, select on vestibule_schema, and select, insert, update,"
                + " delete on vestibule_entry");
  }

  private void upgrade(Connection connection, int known) throws SQLException {
    for (int attempt = 1; version(connection) < known; attempt++) {
      connection.setAutoCommit(false);
      try {
        steps(connection, known);
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        giveUp(e, attempt);
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private void steps(Connection connection, int known) throws SQLException {
    run(connection, dialect.lock());
    run(connection, TABLE);
    for (int next = version(connection) + 1; next <= known; next++) {
      run(connection, dialect.migrations().get(next - 1));
      insert(connection, next);
    }
  }

  private void giveUp(SQLException e, int attempt) throws SQLException {
    if (SqlState.isNotAllowed(e)) {
      throw new UnusableDatabaseException(
          "the database user may not create the tables",
          "let its owner run the SQL that \"db sql " + dialect.word() + "\" prints");
    }
    if (attempt == ATTEMPTS || SqlState.isConnectionLost(e)) {
      throw e;
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select coalesce(max(version), 0) from vestibule_schema")) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      if (SqlState.isNoTable(e)) {
        return 0;
      }
      throw e;
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void insert(Connection connection, int version) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into vestibule_schema values (?)")) {
      insert.setInt(1, version);
      insert.executeUpdate();
    }
  }
}
