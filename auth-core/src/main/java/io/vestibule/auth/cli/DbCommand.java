package io.vestibule.auth.cli;

import io.vestibule.auth.store.Dialect;
import java.util.List;

/** Prints the SQL that makes the tables of a store. */
final class DbCommand implements Command {

  @Override
  public String name() {
    return "db";
  }

  @Override
  public String parameters() {
    return "sql h2|postgresql";
  }

  @Override
  public String help() {
    return "prints the SQL that makes the tables, for an administrator who lets no application do it";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    List<String> plain = Arguments.of(arguments).expecting(2).plain();
    if (!plain.get(0).equals("sql")) {
      throw new UsageException("it knows the one word \"sql\"");
    }
    Dialect dialect = Dialect.named(plain.get(1))
        .orElseThrow(() -> new UsageException(
            "there is no database \"" + plain.get(1) + "\" here; use h2 or postgresql"));
    dialect.sql().lines().forEach(terminal::out);
    return OK;
  }
}
