package io.vestibule.auth.password;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * The users of a file, of a store or of the host, and whether a password is theirs. Thread-safe.
 *
 * <p>Every refusal costs the same, whoever was named: as much as the slowest hash among the users.
 */
public final class UserPasswords {
  private static final Secret NOTHING = Secret.of("");

  private final Supplier<? extends Directory> users;
  private final HashGate gate;
  private final VerifiedCredentials verified;
  private final BiPredicate<StoredPassword, Secret> compare;

  UserPasswords(Supplier<? extends Directory> users, HashGate gate, VerifiedCredentials verified) {
    this(users, gate, verified, StoredPassword::matches);
  }

  /** With a comparison that a test can count. */
  UserPasswords(
      Supplier<? extends Directory> users,
      HashGate gate,
      VerifiedCredentials verified,
      BiPredicate<StoredPassword, Secret> compare) {
    this.users = users;
    this.gate = gate;
    this.verified = verified;
    this.compare = compare;
  }

  /**
   * The user whose name and password these are; empty when they are wrong.
   *
   * @throws AuthUnavailableException when too many passwords are being checked
   */
  public Optional<User> check(UsernamePassword shown) {
    Directory now = users.get();
    Optional<Users.Entry> entry = now.findNow(shown.username());
    if (now.highestCost() == 0) {
      StoredPassword stored =
          entry.map(Users.Entry::password).orElseGet(() -> now.nobodys(shown.username()));
      boolean right = compare.test(stored, shown.password());
      return entry.filter(known -> right).flatMap(now::user);
    }
    boolean right = isKnown(entry, shown.password())
        || gate.run(() -> isRight(now.highestCost(), entry, shown.password()));
    return entry.filter(known -> right).flatMap(now::user);
  }

  /** The same password under the user's name, where something else was typed that stands for it: a verified address. */
  UsernamePassword named(UsernamePassword shown) {
    return users
        .get()
        .nameBehind(shown.username())
        .map(name -> new UsernamePassword(name, shown.password()))
        .orElse(shown);
  }

  /** The user who showed this very password a while ago; computes no hash, and knows nothing of wrong ones. */
  public Optional<User> recall(UsernamePassword shown) {
    Directory now = users.get();
    return now.highestCost() == 0
        ? Optional.empty()
        : now.findLately(shown.username())
            .filter(entry -> verified.contains(entry, shown.password()))
            .flatMap(now::user);
  }

  /** The same at this very moment, where {@link #find} may be a little late. */
  public Optional<User> findNow(String name) {
    Directory now = users.get();
    return now.findNow(name).flatMap(now::user);
  }

  /** The user of this name; empty when there is none who can sign in. */
  public Optional<User> find(String name) {
    Directory now = users.get();
    Optional<Users.Entry> entry = now.find(name);
    return entry.isPresent() ? now.user(entry.get()) : Optional.empty();
  }

  /**
   * An object that stands for everybody: as long as it is the very same, {@link #find} says the same again. Empty where
   * users are looked up each time.
   */
  public Optional<Object> edition() {
    return users.get().edition();
  }

  /** Whether {@link #find} tells who is there: users of the host's own may have any name. */
  public boolean knowsNames() {
    return users.get().knowsNames();
  }

  /** The name of whoever has it; empty where nobody does, or that is not known here. */
  Optional<String> sureName(String name) {
    Directory now = users.get();
    return now.knowsNames()
        ? now.findLately(name).map(entry -> entry.user().name())
        : Optional.empty();
  }

  private boolean isKnown(Optional<Users.Entry> entry, Secret password) {
    return entry.isPresent() && verified.contains(entry.get(), password);
  }

  /** Looks once more at what is known: while this one waited, another may have proved the same. */
  private boolean isRight(int cost, Optional<Users.Entry> entry, Secret password) {
    if (entry.isEmpty() || entry.get().password() instanceof StoredPassword.Unusable) {
      spend(cost);
      return false;
    }
    if (isKnown(entry, password)) {
      return true;
    }
    if (!compare.test(entry.get().password(), password)) {
      makeUp(entry.get().password().cost(), cost);
      return false;
    }
    verified.add(entry.get(), password);
    return true;
  }

  private void spend(int cost) {
    boolean unused = compare.test(PasswordHash.nobodys(cost), NOTHING);
  }

  /** Each step of cost doubles the work, so one more hash of each cost from the one to the other makes it up. */
  private void makeUp(int from, int to) {
    for (int cost = from; cost < to; cost++) {
      spend(cost);
    }
  }
}
