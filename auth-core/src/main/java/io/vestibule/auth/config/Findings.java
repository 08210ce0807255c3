package io.vestibule.auth.config;

import java.util.List;
import java.util.Set;

/** What was found about a file, as its reader is told: secrets hidden, silenced warnings left out. */
record Findings(Problems problems, Mask mask, Set<String> silenced) {

  Findings {
    silenced = Set.copyOf(silenced);
  }

  List<Problem> all() {
    return problems.all(mask, silenced);
  }

  /** Whoever made the file must mend it first. */
  void refuseErrors() {
    if (problems.errors() > 0) {
      throw new ConfigurationException(all(), problems.errors());
    }
  }
}
