package io.vestibule.auth.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a database is, as its driver understands it. Immutable. User and password stand beside it, never in it, so
 * that it may be shown.
 */
record JdbcUrl(Dialect dialect, String text) {
  static final String ALLOWED = "memory, jdbc:h2:file:data/auth or jdbc:postgresql://host/database";
  private static final String H2_FILE = "jdbc:h2:file:";
  private static final String H2_MEMORY = "jdbc:h2:mem:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final Pattern AUTO_SERVER =
      Pattern.compile(";\\s*AUTO_SERVER\\s*=(?!\\s*FALSE)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PASSWORD =
      Pattern.compile("[?&;]\\s*(user|(ssl)?password)\\s*=|//[^/?]*@", Pattern.CASE_INSENSITIVE);

  /**
   * Reads a URL.
   *
   * @param folder where a relative file of H2 begins
   * @throws UnusableDatabaseException when it is none that we know
   */
  static JdbcUrl parse(String url, Path folder) {
    if (PASSWORD.matcher(url).find()) {
      throw new UnusableDatabaseException(
          "the URL carries a user or a password",
          "write them beside it: user = ... and password = ${file:...}");
    }
    if (url.startsWith(POSTGRESQL)) {
      return new JdbcUrl(Dialect.POSTGRESQL, url);
    }
    if (url.startsWith(H2_MEMORY)) {
      return h2(H2_MEMORY, name(url, H2_MEMORY), url, ";DB_CLOSE_DELAY=-1");
    }
    if (url.startsWith(H2_FILE)) {
      String file = H2File.absolute(name(url, H2_FILE), folder);
      return h2(
          H2_FILE, file, url, ";WRITE_DELAY=10", ";MAX_COMPACT_TIME=0", ";TRACE_LEVEL_FILE=0");
    }
    throw new UnusableDatabaseException("the URL is of no kind that is known", "use " + ALLOWED);
  }

  /** The file of H2 without its ending; the name of a database in memory; nothing for PostgreSQL. */
  String h2Name() {
    return dialect == Dialect.H2 ? name(text, text.startsWith(H2_FILE) ? H2_FILE : H2_MEMORY) : "";
  }

  boolean isH2File() {
    return text.startsWith(H2_FILE);
  }

  boolean isH2Memory() {
    return text.startsWith(H2_MEMORY);
  }

  /** Whether H2 lets other processes in, by a key that it writes into a file beside the database. */
  boolean isAutoServer() {
    return AUTO_SERVER.matcher(text).find();
  }

  private static JdbcUrl h2(String kind, String name, String url, String... defaults) {
    int settings = url.indexOf(';');
    StringBuilder text = new StringBuilder(kind).append(name);
    text.append(settings < 0 ? "" : url.substring(settings));
    for (String setting : defaults) {
      String key = setting.substring(0, setting.indexOf('=') + 1);
      text.append(text.toString().toUpperCase(Locale.ROOT).contains(key) ? "" : setting);
    }
    return new JdbcUrl(Dialect.H2, text.toString());
  }

  private static String name(String url, String kind) {
    int settings = url.indexOf(';');
    String name = url.substring(kind.length(), settings < 0 ? url.length() : settings);
    if (name.isBlank()) {
      throw new UnusableDatabaseException("the URL names no database", "use " + ALLOWED);
    }
    return name;
  }
}
