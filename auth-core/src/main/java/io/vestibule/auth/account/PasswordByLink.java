package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks.Link;
import io.vestibule.auth.password.User;
import java.util.Optional;

/** Who gets a password by the links of one purpose, and how. Thread-safe. */
interface PasswordByLink {
  /** The word of the fault of a name that is somebody's. */
  String NAME_TAKEN = "name-taken";

  /** The name of whoever gets it; where it may be chosen, one to begin with, or {@code ""}. */
  String name(Link link);

  /** Whether whoever comes chooses the name too. */
  default boolean choosesName() {
    return false;
  }

  /** Why nobody may choose this name here, by the word of the fault; empty where one may, if it is still free then. */
  default Optional<String> nameFault(Link link, String name) {
    return Optional.empty();
  }

  /**
   * Uses the link up, and sets the password.
   *
   * @param token of a link that worked a moment ago
   * @param name as it was chosen, one that a user can have; else that of the page
   */
  Outcome set(AuthRequest request, String token, String name, Secret hash);

  /** What came of it. */
  sealed interface Outcome {
    /** The user has the password. */
    record Done(User user) implements Outcome {}

    /** Somebody was faster, or the account has changed: the link works no more. */
    record Over() implements Outcome {}

    /** The name is somebody's; the link still works. */
    record NameTaken() implements Outcome {}
  }
}
