package io.vestibule.auth.store;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure means, by its SQL state: five characters, of which the first two are its class. */
final class SqlState {
  private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");
  private static final String UNIQUE = "23505";
  private static final String NO_DATABASE = "3D000";
  private static final Set<String> NOT_ALLOWED = Set.of("42501", "3F000");
  private static final String CONCURRENT_UPDATE_H2 = "90131";
  private static final String SERVER_GONE_H2 = "90067";
  private static final Set<String> LOST_H2 =
      Set.of(SERVER_GONE_H2, "90007", "90098", "90121", "90135");
  private static final int GENERAL_ERROR_H2 = 50000;
  private static final Set<Integer> FILE_FAULT_H2 =
      Set.of(GENERAL_ERROR_H2, 90028, 90030, 90031, 90097);
  private static final String ADMIN_RIGHTS_H2 = "90040";
  private static final String FILE_IN_USE_H2 = "90020";

  private SqlState() {}

  /** H2 keeps it for administrators. */
  static boolean isForAdministrators(SQLException e) {
    return of(e).equals(ADMIN_RIGHTS_H2);
  }

  /** The table is not there. */
  static boolean isNoTable(SQLException e) {
    return NO_TABLE.contains(of(e));
  }

  static boolean isDuplicate(SQLException e) {
    return of(e).equals(UNIQUE);
  }

  /** Rolled back without a decision: a deadlock or a collision. Doing it again is right. */
  static boolean isUndecided(SQLException e) {
    return of(e).startsWith("40") || of(e).equals(CONCURRENT_UPDATE_H2);
  }

  /** The connection is gone, or the database behind it: class 08, PostgreSQL's 57P, some of H2's own 90xxx. */
  static boolean isConnectionLost(SQLException e) {
    String state = of(e);
    return state.isEmpty()
        || state.startsWith("08")
        || state.startsWith("57P")
        || LOST_H2.contains(state);
  }

  /** No waiting cures it: a wrong user, password, database or setting, or a file that another process has. */
  static boolean isSettled(SQLException e) {
    String state = of(e);
    return state.startsWith("28")
        || state.startsWith("42")
        || state.equals(NO_DATABASE)
        || isRefusalOfH2(state)
        || isFileFault(e);
  }

  /** H2 runs in this process, so it is not down; its server may be. */
  private static boolean isRefusalOfH2(String state) {
    return state.startsWith("90") && !state.equals(SERVER_GONE_H2);
  }

  /** What an operator does about that. */
  static String cure(SQLException e) {
    if (isFileFault(e)) {
      return "see whether the disk is full or read-only; a damaged file is replaced by a backup";
    }
    return of(e).equals(FILE_IN_USE_H2)
        ? "stop the other process, or add ;AUTO_SERVER=TRUE to the URL in both"
        : "check url, user and password";
  }

  /** The file of H2 cannot be read or written, or is damaged. */
  static boolean isFileFault(SQLException e) {
    return FILE_FAULT_H2.contains(e.getErrorCode());
  }

  static boolean isNotAllowed(SQLException e) {
    return NOT_ALLOWED.contains(of(e));
  }

  /** For the log: never the text, which may quote values. */
  static String describe(SQLException e) {
    return "SQL state " + of(e) + ", code " + e.getErrorCode();
  }

  private static String of(SQLException e) {
    @Nullable String state = e.getSQLState();
    return state == null ? "" : state;
  }
}
