package io.vestibule.auth.cli;

import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.User;
import io.vestibule.auth.throttle.Lockout;
import io.vestibule.auth.throttle.Lockouts;
import io.vestibule.auth.throttle.Throttle;
import io.vestibule.auth.totp.SecondFactors;
import java.util.List;

/** Lists who must wait after too many wrong passwords, and lets them in again. */
final class LockoutCommand implements Command {

  @Override
  public String name() {
    return "lockout";
  }

  @Override
  public String parameters() {
    return "list|clear [NAME] --config FILE";
  }

  @Override
  public String help() {
    return "lists who must wait after too many wrong passwords, or forgets those of a user or of all";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Arguments taken = Arguments.of(arguments, Office.CONFIG);
    List<String> plain = taken.plain();
    if (plain.equals(List.of("list"))) {
      return Office.open(taken, terminal, LockoutCommand::list);
    }
    if (!plain.isEmpty() && plain.size() <= 2 && plain.get(0).equals("clear")) {
      String name = plain.size() == 2 ? plain.get(1) : "";
      return Office.open(taken, terminal, office -> clear(office, name));
    }
    throw new UsageException("it knows \"list\", \"clear\" and \"clear NAME\"");
  }

  private static int list(Office office) {
    List<Lockout> found = lockouts(office).list();
    for (Lockout lockout : found) {
      String account = lockout.account().isEmpty() ? "everybody" : whose(lockout.account());
      String network = lockout.network().isEmpty() ? "" : "\tfrom " + lockout.network();
      office.say(account + network + "\tuntil " + lockout.until());
    }
    office.sayWhereCut(found.size(), Lockouts.MOST);
    return OK;
  }

  /** What is counted for the codes of a second factor is told by the name of its user. */
  private static String whose(String account) {
    String[] parts = account.split(":", -1);
    return account.startsWith(SecondFactors.COUNTED) && parts.length == 3
        ? Office.shown(parts[1]) + "\tcodes"
        : Office.shown(account);
  }

  private static int clear(Office office, String name) {
    Lockouts lockouts = lockouts(office);
    int gone = name.isEmpty()
        ? lockouts.clearAll()
        : lockouts.clearAccount(name) + clearCodes(office, lockouts, name);
    if (gone > 0) {
      office.record(AuditType.LOCKOUT_CLEARED, name.isEmpty() ? "" : office.written(name));
    }
    office.say("Counts forgotten: " + gone);
    return OK;
  }

  private static int clearCodes(Office office, Lockouts lockouts, String name) {
    return office
        .storedUser(name)
        .filter(User::hasFactor)
        .map(user -> lockouts.clearAccount(SecondFactors.counted(user)))
        .orElse(0);
  }

  private static Lockouts lockouts(Office office) {
    office.requireStore();
    return office.shared(Throttle.class).lockouts();
  }
}
