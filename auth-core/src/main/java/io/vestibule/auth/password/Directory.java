package io.vestibule.auth.password;

import java.util.Optional;

/** Where users are looked up. Thread-safe. */
interface Directory {

  /** Whoever has this name. */
  Optional<Users.Entry> find(String name);

  /** Whether a name that it finds is sure to be somebody's: it may then be told. */
  default boolean knowsNames() {
    return true;
  }

  /** The cost of the slowest hash: what every refusal takes. */
  int highestCost();
}
