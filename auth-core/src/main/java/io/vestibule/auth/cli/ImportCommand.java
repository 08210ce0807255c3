package io.vestibule.auth.cli;

import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.Htpasswd;
import io.vestibule.auth.password.UserStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Brings the users of a file into the store. */
final class ImportCommand implements Command {

  @Override
  public String name() {
    return "import";
  }

  @Override
  public String parameters() {
    return "htpasswd USERS_FILE --config FILE";
  }

  @Override
  public String help() {
    return "brings the users of a file, as htpasswd -B writes it, into the store";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Arguments taken = Arguments.of(arguments, Office.CONFIG).expecting(2);
    if (!taken.plain().get(0).equals("htpasswd")) {
      throw new UsageException("it knows the one kind \"htpasswd\"");
    }
    Path file = Path.of(taken.plain().get(1));
    return Office.open(taken, terminal, office -> bring(office, file));
  }

  private static int bring(Office office, Path file) {
    UserStore users = office.users();
    List<String> added = new ArrayList<>();
    try {
      Htpasswd brought = Htpasswd.read(file, users, name -> {
        office.record(AuditType.USER_CREATED, name);
        added.add(name);
      });
      brought.left().forEach(line -> office.terminal().err(Office.shown(line)));
      return brought.left().isEmpty() ? OK : PROBLEMS;
    } finally {
      office.say("Users added: " + added.size());
    }
  }
}
