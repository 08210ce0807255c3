package io.vestibule.auth.config;

import java.util.List;

/**
 * What {@code type} asks for.
 *
 * @param ways the authenticators, in the order in which they are asked; some come with a section, unnamed
 * @param open whether it says {@code none}
 * @param understood whether every word of it is known; where not, what other keys mean cannot be judged
 */
record TypeLine(List<Way> ways, boolean open, boolean understood) {

  /** Copies the ways. */
  TypeLine {
    ways = List.copyOf(ways);
  }

  /** Whether it names one way only, whose keys may stand in the first section. */
  boolean namesOne() {
    return ways.stream().filter(Way::named).count() == 1;
  }
}
