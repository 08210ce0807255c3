package io.vestibule.auth.password;

import java.util.Optional;

/** Where users are looked up. Thread-safe. */
interface Directory {

  /** Whoever has this name. */
  Optional<Users.Entry> find(String name);

  /** The same at this very moment, where the other may be a little late: what a shown password is compared with. */
  default Optional<Users.Entry> findNow(String name) {
    return find(name);
  }

  /** The same, which may be a little late about whoever is new as well: for what is asked with each name that is typed. */
  default Optional<Users.Entry> findLately(String name) {
    return find(name);
  }

  /** The name of whoever may sign in by what was typed in place of one, which is nobody's name; a little late, too. */
  default Optional<String> nameBehind(String typed) {
    return Optional.empty();
  }

  /** An object that stands for all that is said here, where that never changes; empty where it may. */
  default Optional<Object> edition() {
    return Optional.empty();
  }

  /** Who that is, with the roles of this moment: asked once the password is right, for a host may look them up. */
  default Optional<User> user(Users.Entry entry) {
    return entry.asFound();
  }

  /** What a password is compared with where nobody has the name and hashes cost nothing here. */
  default StoredPassword nobodys(String name) {
    return new StoredPassword.Unusable("is nobody's", "");
  }

  /** Whether a name that it finds is sure to be somebody's: it may then be told. */
  default boolean knowsNames() {
    return true;
  }

  /** The cost of the slowest hash: what every refusal takes. */
  int highestCost();
}
