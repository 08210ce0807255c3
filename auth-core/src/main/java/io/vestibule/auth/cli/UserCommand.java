package io.vestibule.auth.cli;

import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.PasswordRules;
import io.vestibule.auth.password.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Adds, lists and changes users in the store. */
final class UserCommand implements Command {
  private static final int PAGE = 500;
  private static final String EMAIL = "--email";

  @Override
  public String name() {
    return "user";
  }

  @Override
  public String parameters() {
    return "add NAME [--role ROLE]...|list|disable NAME|enable NAME|delete NAME"
        + "|set-role NAME ROLE...|set-email NAME ADDRESS|remove-email NAME"
        + "|invite NAME [--role ROLE]... [--email ADDRESS]|reset-link NAME"
        + "|reset-password NAME|reset-mfa NAME --config FILE";
  }

  @Override
  public String help() {
    return "adds, lists and changes users in the store; a password is asked for, or read as a line";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    List<String> rest = new ArrayList<>(arguments);
    Set<String> roles = new TreeSet<>(Arguments.take(rest, "--role"));
    Arguments taken = Arguments.of(rest, Office.CONFIG, EMAIL);
    String verb = taken.plain().isEmpty() ? "" : taken.plain().get(0);
    check(verb, taken, roles);
    List<String> operands = taken.plain().subList(1, taken.plain().size());
    if (verb.equals("invite")) {
      return Office.open(taken, terminal, office -> new UserLinks(office)
          .invite(operands.get(0), roles, taken.option(EMAIL)));
    }
    return Office.open(taken, terminal, office -> act(office, verb, operands, roles));
  }

  private static void check(String verb, Arguments taken, Set<String> roles) {
    int count = taken.plain().size() - 1;
    switch (verb) {
      case "list" -> taken.expecting(1);
      case "add",
          "disable",
          "enable",
          "delete",
          "remove-email",
          "reset-password",
          "reset-mfa",
          "invite",
          "reset-link" -> taken.expecting(2);
      case "set-email" -> taken.expecting(3);
      case "set-role" -> {
        if (count < 1) {
          throw new UsageException("set-role needs a name and the roles");
        }
      }
      default ->
        throw new UsageException("it knows add, list, disable, enable, delete, set-role, "
            + "set-email, remove-email, invite, reset-link, reset-password and reset-mfa, but not \""
            + verb + "\"");
    }
    if (!roles.isEmpty() && !verb.equals("add") && !verb.equals("invite")) {
      throw new UsageException(
          "--role goes with add and invite; elsewhere use set-role NAME ROLE...");
    }
    if (taken.option(EMAIL).isPresent() && !verb.equals("invite")) {
      throw new UsageException("--email goes with invite; elsewhere use set-email NAME ADDRESS");
    }
  }

  private static int act(Office office, String verb, List<String> operands, Set<String> roles) {
    if (verb.equals("list")) {
      return list(office);
    }
    String name = operands.get(0);
    return switch (verb) {
      case "add" -> add(office, name, roles);
      case "disable" -> {
        boolean found =
            unlessLast(office, name, user -> false, () -> office.users().disable(name));
        yield changed(office, name, found, AuditType.USER_DISABLED, "disabled");
      }
      case "enable" ->
        changed(office, name, office.users().enable(name), AuditType.USER_ENABLED, "enabled");
      case "delete" -> delete(office, name);
      case "set-role" -> setRoles(office, name, Set.copyOf(operands.subList(1, operands.size())));
      case "set-email" -> setEmail(office, name, operands.get(1));
      case "remove-email" -> removeEmail(office, name);
      case "reset-link" -> new UserLinks(office).reset(name);
      case "reset-mfa" -> resetFactor(office, name);
      default -> resetPassword(office, name);
    };
  }

  private static int list(Office office) {
    List<User> page = office.users().list("", PAGE);
    while (!page.isEmpty()) {
      page.forEach(user -> office.say(Office.shown(user.name())
          + "\t" + String.join(",", new TreeSet<>(user.roles()))
          + email(user)
          + (user.hasFactor() ? "\tmfa" : "")
          + (user.disabled() ? "\tdisabled" : "")));
      page = office.users().list(page.get(page.size() - 1).name(), PAGE);
    }
    return OK;
  }

  private static String email(User user) {
    return user.email().isEmpty()
        ? ""
        : "\t" + Office.shown(user.email()) + (user.hasVerifiedEmail() ? "" : " (unverified)");
  }

  private static int add(Office office, String name, Set<String> roles) {
    if (office.users().user(name).isPresent()
        || !office.users().add(name, hash(office, name), roles)) {
      throw new Office.Complaint("There is a user " + Office.shown(name) + " already");
    }
    return changed(office, name, true, AuditType.USER_CREATED, "added");
  }

  private static int resetPassword(Office office, String name) {
    if (office.users().user(name).isEmpty()) {
      throw nobody(name);
    }
    boolean found = office.users().setHash(name, hash(office, office.written(name)));
    return changed(office, name, found, AuditType.PASSWORD_RESET, "given a new password");
  }

  /** For whoever has lost the app and the recovery codes, and where the factor cannot be read. */
  private static int resetFactor(Office office, String name) {
    if (office.users().user(name).isEmpty()) {
      throw nobody(name);
    }
    if (!office.factors().reset(name)) {
      throw new Office.Complaint(
          "User " + Office.shown(office.written(name)) + " has no second factor");
    }
    return changed(office, name, true, AuditType.FACTOR_REMOVED, "left without a second factor");
  }

  /** Whoever becomes an administrator does so with no link about that others have seen. */
  private static int setRoles(Office office, String name, Set<String> given) {
    boolean found = unlessLast(
        office, name, user -> office.administrators().include(user.name(), given), () -> office
            .users()
            .setRoles(name, given));
    if (office.administrators().include(name, given)) {
      office
          .configuration()
          .shared(AccountLinks.class)
          .ifPresent(links -> office.users().user(name).ifPresent(links::end));
    }
    return changed(office, name, found, AuditType.USER_CHANGED, "changed");
  }

  /** An operator's word is proof enough. */
  private static int setEmail(Office office, String name, String email) {
    if (email.isBlank()) {
      throw new Office.Complaint("remove-email NAME takes an address away");
    }
    return changeEmail(office, name, email, "given another e-mail address");
  }

  private static int removeEmail(Office office, String name) {
    if (office.users().user(name).filter(user -> user.email().isEmpty()).isPresent()) {
      throw new Office.Complaint(
          "User " + Office.shown(office.written(name)) + " has no e-mail address");
    }
    return changeEmail(office, name, "", "left without an e-mail address");
  }

  private static int changeEmail(Office office, String name, String email, String done) {
    User user = office.users().user(name).orElseThrow(() -> nobody(name));
    return switch (office.users().setAddress(user, email, !email.isEmpty())) {
      case SET -> changed(office, name, true, AuditType.EMAIL_CHANGED, done);
      case TAKEN -> throw new Office.Complaint("Another user has verified that e-mail address");
      case STALE ->
        throw new Office.Complaint("The account was changed at the same moment; try again");
    };
  }

  private static int delete(Office office, String name) {
    String written = office.written(name);
    Optional<User> user = office.users().user(name);
    boolean found =
        unlessLast(office, name, former -> false, () -> office.users().delete(name));
    user.ifPresent(gone -> office.factors().forget(gone));
    return changed(office, written, found, AuditType.USER_DELETED, "deleted");
  }

  /** One administrator is always left, here too: nobody could let anybody in again by the browser. */
  private static boolean unlessLast(
      Office office, String name, Predicate<User> stays, BooleanSupplier change) {
    return switch (office.administrators().unlessLast(name, stays, change)) {
      case DONE -> true;
      case NOBODY -> false;
      case LAST ->
        throw new Office.Complaint("User " + Office.shown(office.written(name))
            + " is the last administrator who can sign in; give somebody else the role first");
    };
  }

  private static int changed(
      Office office, String name, boolean found, AuditType type, String done) {
    if (!found) {
      throw nobody(name);
    }
    String written = office.written(name);
    office.record(type, written);
    office.say("User " + Office.shown(written) + " was " + done + ".");
    return OK;
  }

  private static Secret hash(Office office, String name) {
    Secret password = NewPassword.read(office.terminal());
    PasswordRules.fault(name, password).ifPresent(fault -> {
      throw new Office.Complaint(
          fault == PasswordRules.Fault.WEAK_PASSWORD
              ? "The password needs at least " + PasswordRules.MIN_LENGTH + " characters"
              : "The password is a common one, or holds the user's name; choose another one");
    });
    return Secret.of(PasswordHash.hash(password, PasswordHash.DEFAULT_COST));
  }

  private static Office.Complaint nobody(String name) {
    return new Office.Complaint("There is no user " + Office.shown(name));
  }
}
