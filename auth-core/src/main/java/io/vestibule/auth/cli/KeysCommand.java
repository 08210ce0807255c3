package io.vestibule.auth.cli;

import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.issuer.SigningKeys;
import java.time.Instant;
import java.util.List;

/** Lists the keys that sign our tokens, makes the next one, or throws one away. */
final class KeysCommand implements Command {

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public String parameters() {
    return "list|rotate|revoke KID --config FILE";
  }

  @Override
  public String help() {
    return "lists the keys that sign our tokens, makes the next one, or throws one away with all that it signed";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Arguments taken = Arguments.of(arguments, Office.CONFIG);
    List<String> plain = taken.plain();
    if (plain.equals(List.of("list"))) {
      return Office.open(taken, terminal, KeysCommand::list);
    }
    if (plain.equals(List.of("rotate"))) {
      return Office.open(taken, terminal, KeysCommand::rotate);
    }
    if (plain.size() == 2 && plain.get(0).equals("revoke")) {
      return Office.open(taken, terminal, office -> revoke(office, plain.get(1)));
    }
    throw new UsageException("it knows \"list\", \"rotate\" and \"revoke KID\"");
  }

  private static int list(Office office) {
    keys(office)
        .list()
        .forEach(key -> office.say(key.kid() + "\tmade " + key.created() + "\t"
            + (key.signing() ? "signs" : "signs from " + key.signsFrom())
            + (key.expires().equals(Instant.MAX) ? "" : "\tuntil " + key.expires())));
    return OK;
  }

  private static int rotate(Office office) {
    SigningKeys.Listed next = keys(office).rotate();
    office.record(AuditType.KEYS_CHANGED, "");
    office.say("The key " + next.kid() + " signs from " + next.signsFrom());
    return OK;
  }

  private static int revoke(Office office, String kid) {
    if (!keys(office).revoke(kid)) {
      throw new Office.Complaint("There is no key " + Office.shown(kid));
    }
    office.record(AuditType.KEYS_CHANGED, "");
    office.say("The key " + kid + " is gone, and what it signed is worth nothing");
    return OK;
  }

  private static SigningKeys keys(Office office) {
    office.requireStore();
    return office
        .configuration()
        .shared(SigningKeys.class)
        .orElseThrow(() -> new Office.Complaint("This configuration has no [issuer]"));
  }
}
