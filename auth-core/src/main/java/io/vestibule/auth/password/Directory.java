package io.vestibule.auth.password;

import java.util.Optional;

/** Where users are looked up. Thread-safe. */
interface Directory {

  /** Whoever has this name. */
  Optional<Users.Entry> find(String name);

  /** The cost of the slowest hash: what every refusal takes. */
  int highestCost();
}
