package io.vestibule.auth.rules;

import java.util.ArrayList;
import java.util.List;

/** The rules whose pattern ends at one place, in their order, each with its set of methods. Immutable. */
final class Ends {
  private final int[] rules;
  private final long[] methods;

  private Ends(int[] rules, long[] methods) {
    this.rules = rules;
    this.methods = methods;
  }

  /** The lower of: the first rule here for this method, and the one that is best so far. */
  int lowest(long method, int best) {
    for (int i = 0; i < rules.length && rules[i] < best; i++) {
      if ((methods[i] & method) != 0) {
        return rules[i];
      }
    }
    return best;
  }

  /** The first rule here for any method; {@link Integer#MAX_VALUE} when there is none. */
  int first() {
    return rules.length == 0 ? Integer.MAX_VALUE : rules[0];
  }

  static final class Builder {
    private final List<Integer> rules = new ArrayList<>();
    private final List<Long> methods = new ArrayList<>();
    private long seen;

    /** Adds a rule, unless earlier ones leave it no method; rules come in their order. */
    void add(int rule, long itsMethods) {
      if ((itsMethods & ~seen) != 0) {
        rules.add(rule);
        methods.add(itsMethods);
        seen |= itsMethods;
      }
    }

    Ends build() {
      return new Ends(
          rules.stream().mapToInt(Integer::intValue).toArray(),
          methods.stream().mapToLong(Long::longValue).toArray());
    }
  }
}
