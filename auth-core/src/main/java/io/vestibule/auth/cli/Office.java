package io.vestibule.auth.cli;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.account.Administrators;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.throttle.Throttle;
import io.vestibule.auth.totp.SecondFactors;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** What an administrator works on: the store of a configuration, while the application runs or not. */
record Office(Configuration configuration, Terminal terminal) {
  static final String CONFIG = "--config";

  /** Opens what {@code --config} names, does the work, and says in one line what stands in its way. */
  static int open(Arguments taken, Terminal terminal, ToIntFunction<Office> work) {
    Path file = Path.of(
        taken.option(CONFIG).orElseThrow(() -> new UsageException("it needs " + CONFIG + " FILE")));
    try {
      Configuration configuration =
          Configuration.load(file, terminal.environment(), terminal.clock());
      try {
        return work.applyAsInt(new Office(configuration, terminal));
      } finally {
        configuration.auth().close();
      }
    } catch (ConfigurationException wrong) {
      return refuse(terminal, String.valueOf(wrong.getMessage()));
    } catch (AuthUnavailableException down) {
      return refuse(terminal, "The store cannot be used: " + down.getMessage());
    } catch (Complaint | IllegalArgumentException refused) {
      return refuse(terminal, String.valueOf(refused.getMessage()));
    }
  }

  /** Something is not as the command needs it; the message is for whoever typed it. */
  static final class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Complaint(String message) {
      super(message);
    }
  }

  /** The users in the store. */
  UserStore users() {
    requireStore();
    return configuration
        .shared(UserStore.class)
        .orElseThrow(
            () -> new Complaint(
                "The users of this configuration are not in the store; set source = store in [accounts]"));
  }

  /** The second factors of those users, whatever way of signing in asks for them. */
  SecondFactors factors() {
    return SecondFactors.over(store(), users(), Throttle.off(), Audit.none(), terminal.clock(), "");
  }

  /** Who looks after those users in the application: one of them is always left. */
  Administrators administrators() {
    return configuration
        .shared(Administrators.class)
        .orElseGet(() ->
            new Administrators(store(), users(), Administrators.USUAL_ROLE, terminal.clock()));
  }

  /** A store that other processes share. */
  Store store() {
    return configuration
        .shared(Store.class)
        .filter(Store::isShared)
        .orElseThrow(() -> new Complaint(
            "This configuration keeps nothing outside its process; set url in [store]"));
  }

  /** What is in the memory of another process cannot be seen from here. */
  void requireStore() {
    var unused = store();
  }

  /** The name as the store writes it; itself where nobody in the store has it. */
  String written(String name) {
    return storedUser(name).map(User::name).orElse(name);
  }

  /** The user of this name in the store; empty where there is none, and where users are kept elsewhere. */
  Optional<User> storedUser(String name) {
    return configuration.shared(UserStore.class).flatMap(users -> users.user(name));
  }

  <T> T shared(Class<T> type) {
    Optional<T> found = configuration.shared(type);
    return found.orElseThrow(
        () -> new Complaint("No way of signing in of this configuration asks for passwords"));
  }

  /** Tells the audit who did it, somebody at the command line, once it is done for good. */
  void record(AuditType type, String subject) {
    record(AuditEvent.of(terminal.clock().instant(), type, Outcome.SUCCESS).withSubject(subject));
  }

  /** The same, of an event that says more. */
  void record(AuditEvent event) {
    store().sync();
    shared(Audit.class).record(event.with("actor", "cli"));
  }

  /** Says that a list was cut, where it may have been. */
  void sayWhereCut(int shown, int most) {
    if (shown >= most) {
      terminal.err("Only the first " + most + " are shown; there may be more");
    }
  }

  void say(String line) {
    terminal.out(line.replace("\t", "  "));
  }

  static String shown(String name) {
    return Printable.of(name);
  }

  private static int refuse(Terminal terminal, String why) {
    terminal.err(why);
    return Command.PROBLEMS;
  }
}
