package io.vestibule.auth.throttle;

import java.util.List;
import java.util.function.UnaryOperator;

/** Where the counts are kept. Thread-safe. */
interface Counters {

  /**
   * Changes a count in one step that no other comes between, and returns what it was before; {@link Count#NONE} where
   * there was none. The change may be computed more than once; where it returns an equal one, nothing is written.
   */
  Count update(String id, UnaryOperator<Count> change);

  /** The counts by id, from the first after this one. */
  List<Kept> list(String after, int limit);

  /** Forgets a count; false where there is none. */
  boolean remove(String id);

  /** A count and its id. */
  record Kept(String id, Count count) {}
}
