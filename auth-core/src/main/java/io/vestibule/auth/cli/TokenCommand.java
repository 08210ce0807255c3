package io.vestibule.auth.cli;

import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.token.TokenBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Makes, lists and revokes API tokens. */
final class TokenCommand implements Command {
  private static final String NAME = "--name";
  private static final String SCOPE = "--scope";
  private static final String EXPIRES = "--expires";

  @Override
  public String name() {
    return "token";
  }

  @Override
  public String parameters() {
    return "create USER --name NAME [--scope SCOPE]... [--expires 90d]|list|revoke NAME-OR-ID"
        + " --config FILE";
  }

  @Override
  public String help() {
    return "makes an API token and prints it, this once; lists them; revokes one";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    List<String> rest = new ArrayList<>(arguments);
    List<String> scopes = Arguments.take(rest, SCOPE);
    Arguments taken = Arguments.of(rest, Office.CONFIG, NAME, EXPIRES);
    String verb = taken.plain().isEmpty() ? "" : taken.plain().get(0);
    if (!verb.equals("create") && !(scopes.isEmpty() && taken.options().size() <= 1)) {
      throw new UsageException("only create takes " + NAME + ", " + SCOPE + " and " + EXPIRES);
    }
    return switch (verb) {
      case "create" -> create(taken.expecting(2), scopes, terminal);
      case "list" -> Office.open(taken.expecting(1), terminal, TokenCommand::list);
      case "revoke" -> {
        String which = taken.expecting(2).plain().get(1);
        yield Office.open(taken, terminal, office -> revoke(office, which));
      }
      default ->
        throw new UsageException("it knows \"create USER\", \"list\" and \"revoke NAME-OR-ID\"");
    };
  }

  private static int create(Arguments taken, List<String> scopes, Terminal terminal) {
    String user = taken.plain().get(1);
    String name =
        taken.option(NAME).orElseThrow(() -> new UsageException("create needs " + NAME + " NAME"));
    return Office.open(taken, terminal, office -> {
      TokenBook.Made made =
          book(office).make(user, name, scopes, taken.option(EXPIRES).orElse(""));
      try {
        office.record(AuditType.TOKEN_CREATED, made.row().owner());
      } finally {
        terminal.out(made.text().reveal());
      }
      return OK;
    });
  }

  private static int list(Office office) {
    List<TokenBook.Row> rows = book(office).list();
    for (TokenBook.Row row : rows) {
      office.say(row.id() + "\t" + Office.shown(row.owner()) + "\t" + Office.shown(row.name())
          + "\t" + (row.scopes().isEmpty() ? "-" : String.join(",", new TreeSet<>(row.scopes())))
          + "\tcreated " + row.created()
          + "\texpires " + (row.expires().equals(Instant.MAX) ? "never" : row.expires())
          + "\tused " + (row.lastUsed().equals(Instant.EPOCH) ? "never" : row.lastUsed()));
    }
    office.sayWhereCut(rows.size(), TokenBook.MOST);
    return OK;
  }

  private static int revoke(Office office, String which) {
    TokenBook.Row row = book(office)
        .revoke(which)
        .orElseThrow(() -> new Office.Complaint(
            "There is no token of this name or id, or it was revoked already"));
    office.record(AuditType.TOKEN_REVOKED, row.owner());
    office.say("Token " + row.id() + " of " + Office.shown(row.owner()) + " was revoked.");
    return OK;
  }

  private static TokenBook book(Office office) {
    office.requireStore();
    return office
        .configuration()
        .shared(TokenBook.class)
        .orElseThrow(
            () -> new Office.Complaint("This configuration has no API tokens; see [tokens]"));
  }
}
