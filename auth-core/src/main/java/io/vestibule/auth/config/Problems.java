package io.vestibule.auth.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is wrong, once each and up to a bound. Not thread-safe. */
final class Problems {
  static final int MAX = 100;
  private static final Comparator<Problem> IN_ORDER = Comparator.comparing(
          (Problem problem) -> !problem.isError())
      .thenComparing(problem -> problem.place().line() == 0)
      .thenComparing(problem -> problem.place().line())
      .thenComparing(problem -> problem.place().column());

  private final List<Problem> found = new ArrayList<>();
  private final Map<Problem.Severity, Integer> counts = new EnumMap<>(Problem.Severity.class);

  void add(Code code, Place place, String message, String... hints) {
    add(code, place, message, List.of(hints));
  }

  /** Two ways of signing in may read the same line: what is wrong with it is still one thing. */
  void add(Code code, Place place, String message, List<String> hints) {
    Problem problem = Problem.of(code, place, message, hints);
    if (!found.contains(problem) && counts.merge(code.severity(), 1, Integer::sum) <= MAX) {
      found.add(problem);
    }
  }

  int errors() {
    return counts.getOrDefault(Problem.Severity.ERROR, 0);
  }

  /** Whether looking for more is pointless. */
  boolean full() {
    return errors() >= MAX;
  }

  /** Errors first, each kind in the order of the file, secrets hidden, silenced warnings left out. */
  List<Problem> all(Mask mask, Set<String> silenced) {
    return found.stream()
        .filter(problem -> problem.isError() || !silenced.contains(problem.code()))
        .map(mask::apply)
        .sorted(IN_ORDER)
        .toList();
  }
}
