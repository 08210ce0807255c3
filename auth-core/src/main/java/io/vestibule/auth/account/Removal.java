package io.vestibule.auth.account;

import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.totp.SecondFactors;
import java.util.function.Consumer;

/**
 * Removes a user, and what is kept of the user; the last administrator stays. Thread-safe.
 *
 * @param endSessions signs a user of this name out everywhere
 */
record Removal(
    UserStore users,
    Administrators administrators,
    SecondFactors factors,
    AccountLinks links,
    Consumer<String> endSessions) {

  Administrators.Change of(User user) {
    Administrators.Change change =
        administrators.unlessLast(user.name(), before -> false, () -> users.delete(user.name()));
    if (change == Administrators.Change.DONE) {
      factors.forget(user);
      links.end(user);
      endSessions.accept(user.name());
    }
    return change;
  }
}
