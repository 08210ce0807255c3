package io.vestibule.auth.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table of entries in SQL. Each change is one statement whose count says whether it was the first. */
record EntryTable(Dialect dialect) {
  private static final String SELECT =
      "select kind, id, owner, content, expires, version from vestibule_entry";
  private static final String ONE = SELECT + " where kind = ? and id = ? and expires > ?";
  private static final String OWNED = SELECT + " where kind = ? and owner = ? and expires > ?";
  private static final String LIST =
      SELECT + " where kind = ? and id > ? and expires > ? order by id limit ?";
  private static final String INSERT =
      "insert into vestibule_entry (owner, content, expires, kind, id, version) values (?, ?, ?, ?, ?, 1)";
  private static final String INSERT_OR_RECLAIM = INSERT
      + " on conflict (kind, id) do update set owner = excluded.owner, content = excluded.content,"
      + " expires = excluded.expires, version = 1 where vestibule_entry.expires <= ?";
  private static final String RECLAIM =
      "update vestibule_entry set owner = ?, content = ?, expires = ?, version = 1"
          + " where kind = ? and id = ? and expires <= ?";
  private static final String REPLACE =
      "update vestibule_entry set owner = ?, content = ?, expires = ?, version = version + 1"
          + " where kind = ? and id = ? and version = ? and expires > ?";
  private static final String DELETE =
      "delete from vestibule_entry where kind = ? and id = ? and expires > ?";
  private static final String PURGE_H2 =
      "delete from vestibule_entry where expires <= ? fetch first ? rows only";
  private static final String PURGE =
      "delete from vestibule_entry where expires <= ? and (kind, id) in"
          + " (select kind, id from vestibule_entry where expires <= ? limit ?)";

  List<Entry> one(Connection connection, String kind, String id, long now) throws SQLException {
    return query(connection, ONE, kind, id, now);
  }

  List<Entry> owned(Connection connection, String kind, String owner, long now)
      throws SQLException {
    return query(connection, OWNED, kind, owner, now);
  }

  List<Entry> list(Connection connection, String kind, String after, int limit, long now)
      throws SQLException {
    return query(connection, LIST, kind, after, now, limit);
  }

  boolean insert(Connection connection, Entry entry, long now) throws SQLException {
    return dialect == Dialect.H2
        ? reclaimOrInsert(connection, entry, now)
        : change(connection, INSERT_OR_RECLAIM, row(entry, now)) == 1;
  }

  /** H2 has no statement for both. In this order an ended entry that is purged meanwhile is no obstacle. */
  private boolean reclaimOrInsert(Connection connection, Entry entry, long now)
      throws SQLException {
    if (change(connection, RECLAIM, row(entry, now)) == 1) {
      return true;
    }
    try {
      return change(connection, INSERT, row(entry)) == 1;
    } catch (SQLException e) {
      if (SqlState.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  boolean replace(Connection connection, Entry entry, long now) throws SQLException {
    return change(connection, REPLACE, row(entry, entry.version(), now)) == 1;
  }

  boolean delete(Connection connection, String kind, String id, long now) throws SQLException {
    return change(connection, DELETE, kind, id, now) == 1;
  }

  /** Removes some of what has ended, and says how many went. */
  int purge(Connection connection, int limit, long now) throws SQLException {
    return dialect == Dialect.H2
        ? change(connection, PURGE_H2, now, limit)
        : change(connection, PURGE, now, now, limit);
  }

  private static Object[] row(Entry entry, Object... more) {
    List<Object> row = new ArrayList<>(List.of(
        entry.owner(), entry.value(), Expiry.millis(entry.expires()), entry.kind(), entry.id()));
    row.addAll(List.of(more));
    return row.toArray();
  }

  private List<Entry> query(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement query = statement(connection, sql, values);
        ResultSet rows = query.executeQuery()) {
      List<Entry> found = new ArrayList<>();
      while (rows.next()) {
        found.add(entry(rows));
      }
      return found;
    }
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        Expiry.instant(row.getLong(5)),
        row.getLong(6));
  }

  private int change(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = statement(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  private PreparedStatement statement(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    if (dialect.timeoutSeconds() > 0) {
      statement.setQueryTimeout(dialect.timeoutSeconds());
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
