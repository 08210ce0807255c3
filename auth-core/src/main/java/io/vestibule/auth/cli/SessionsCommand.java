package io.vestibule.auth.cli;

import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.issuer.TokenFamilies;
import io.vestibule.auth.session.StoredSessions;
import java.util.List;

/** Lists the sessions in the store, and ends those of a user. */
final class SessionsCommand implements Command {

  @Override
  public String name() {
    return "sessions";
  }

  @Override
  public String parameters() {
    return "list [NAME]|end NAME --config FILE";
  }

  @Override
  public String help() {
    return "lists the sessions in the store, or ends all of a user's";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Arguments taken = Arguments.of(arguments, Office.CONFIG);
    List<String> plain = taken.plain();
    if (plain.equals(List.of("list"))) {
      return Office.open(
          taken, terminal, office -> list(office, new StoredSessions(office.store()).list()));
    }
    if (plain.size() == 2 && plain.get(0).equals("list")) {
      return Office.open(
          taken,
          terminal,
          office ->
              list(office, new StoredSessions(office.store()).of(office.written(plain.get(1)))));
    }
    if (plain.size() == 2 && plain.get(0).equals("end")) {
      return Office.open(taken, terminal, office -> end(office, plain.get(1)));
    }
    throw new UsageException("it knows \"list\", \"list NAME\" and \"end NAME\"");
  }

  private static int list(Office office, List<StoredSessions.SignIn> found) {
    found.forEach(session -> office.say(Office.shown(session.username()) + "\t"
        + Office.shown(session.device()) + "\t" + Office.shown(session.address()) + "\tsince "
        + session.created() + "\tseen " + session.lastSeen()));
    office.sayWhereCut(found.size(), StoredSessions.MOST);
    return OK;
  }

  private static int end(Office office, String name) {
    String written = office.written(name);
    int ended = new StoredSessions(office.store()).end(written)
        + new TokenFamilies(office.store()).end(written);
    if (ended > 0) {
      office.record(AuditType.SESSION_ENDED, written);
    }
    office.say("Sessions of " + Office.shown(written) + " ended: " + ended);
    return OK;
  }
}
