package io.vestibule.auth.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A database that can keep entries. */
public enum Dialect {
  /** H2, in a file of this process or in memory: {@code com.h2database:h2}. */
  H2("com.h2database:h2", "org.h2.Driver", "unload", "select 1", 0),

  /** PostgreSQL from version 14 on: {@code org.postgresql:postgresql}. */
  POSTGRESQL(
      "org.postgresql:postgresql",
      "org.postgresql.Driver",
      "deregister",
      "select pg_advisory_xact_lock(7093867208)",
      2);

  private final String coordinates;
  private final String driver;
  private final String unloading;
  private final String lock;
  private final int timeoutSeconds;

  Dialect(String coordinates, String driver, String unloading, String lock, int timeoutSeconds) {
    this.coordinates = coordinates;
    this.driver = driver;
    this.unloading = unloading;
    this.lock = lock;
    this.timeoutSeconds = timeoutSeconds;
  }

  /** The dialect of this name, {@code h2} or {@code postgresql}; empty for any other. */
  public static Optional<Dialect> named(String name) {
    return Stream.of(values()).filter(dialect -> dialect.word().equals(name)).findFirst();
  }

  /** All that must be run to make the tables, for an administrator who lets no application do it. */
  public String sql() {
    StringBuilder sql = new StringBuilder(Schema.TABLE).append(";\n");
    for (int version = 1; version <= migrations().size(); version++) {
      sql.append("\n-- version ").append(version).append('\n');
      sql.append(migrations().get(version - 1));
      sql.append("insert into vestibule_schema values (").append(version).append(");\n");
    }
    return sql.toString();
  }

  /** {@code h2} or {@code postgresql}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a host adds to its dependencies. */
  String coordinates() {
    return coordinates;
  }

  String driver() {
    return driver;
  }

  /** The static method by which the driver's class leaves the JDK, with which it has registered itself. */
  String unloading() {
    return unloading;
  }

  /** Held to the end of a transaction by one node at a time; H2 has none, and there the steps can be repeated. */
  String lock() {
    return lock;
  }

  /**
   * What a statement may take; 0 is no limit: telling H2 costs more than the statement, and its locks end by
   * themselves.
   */
  int timeoutSeconds() {
    return timeoutSeconds;
  }

  /** The statement that returns when what was written is on the disk; empty where each write says so itself. */
  Optional<String> sync() {
    return this == H2 ? Optional.of("checkpoint sync") : Optional.empty();
  }

  /** Asks whether the tables may be read and written. */
  String rights() {
    return this == H2
        ? "select not readonly()"
        : "select has_table_privilege('vestibule_entry', 'select')"
            + " and has_table_privilege('vestibule_entry', 'insert')"
            + " and has_table_privilege('vestibule_entry', 'update')"
            + " and has_table_privilege('vestibule_entry', 'delete')";
  }

  List<String> migrations() {
    return this == H2 ? Migrations.H2 : Migrations.POSTGRESQL;
  }
}
