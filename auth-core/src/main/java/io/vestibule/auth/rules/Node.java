package io.vestibule.auth.rules;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the tree of patterns: the segments that lead to it are matched, and it knows what may follow.
 * Immutable.
 *
 * <p>A question visits each node at most once, since only one sequence of segments leads to it: however the path
 * is chosen, the work is bounded by the text of the rules times the length of the path. Literals are found by
 * hash; they come from the file and not from the client, so nobody outside can make them collide.
 */
final class Node {
  private final String name;
  private final int hash;

  /** The rules that end here. */
  private final Ends here;

  /** The rules that end here with {@code **}. */
  private final Ends open;

  /** Literals by hash, at least half of it empty. */
  private final @Nullable Node[] literals;

  /** Ordered by the lowest rule within. */
  private final Glob[] globs;

  private final Node[] globNodes;
  private final @Nullable Node any;

  /** The lowest rule that any child leads to. */
  private final int below;

  /** The lowest rule here or further down. */
  private final int lowest;

  Node(String name, Ends here, Ends open, List<Node> children) {
    this.name = name;
    this.hash = spread(name.hashCode());
    this.here = here;
    this.open = open;
    this.literals = table(children.stream().filter(Node::isLiteral).toList());
    this.globNodes = children.stream()
        .filter(child -> PathPattern.isGlob(child.name))
        .sorted(Comparator.comparingInt(child -> child.lowest))
        .toArray(Node[]::new);
    this.globs = Arrays.stream(globNodes).map(child -> new Glob(child.name)).toArray(Glob[]::new);
    this.any = children.stream()
        .filter(child -> PathPattern.isAny(child.name))
        .findAny()
        .orElse(null);
    this.below = children.stream().mapToInt(child -> child.lowest).min().orElse(Integer.MAX_VALUE);
    this.lowest = Math.min(below, Math.min(here.first(), open.first()));
  }

  private static boolean isLiteral(Node node) {
    return node.name.indexOf('*') < 0;
  }

  private static @Nullable Node[] table(List<Node> literals) {
    @Nullable Node[] table = new Node[Math.max(1, Integer.highestOneBit(literals.size()) * 4)];
    for (Node node : literals) {
      int slot = node.hash & (table.length - 1);
      while (table[slot] != null) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = node;
    }
    return table;
  }

  /**
   * The lower of: the first rule below this node for the rest of the path, and the one that is best so far.
   * Allocates nothing.
   *
   * @param from where the next segment begins; beyond the end when the last one was read
   */
  int find(String path, int from, long method, int best) {
    Node node = this;
    int start = from;
    int found = best;
    while (true) {
      found = node.open.lowest(method, found);
      if (start > path.length()) {
        return node.here.lowest(method, found);
      }
      if (node.below >= found) {
        return found;
      }
      int end = start;
      int segment = 0;
      for (char c; end < path.length() && (c = path.charAt(end)) != '/'; end++) {
        segment = 31 * segment + c;
      }
      found = node.findWild(path, start, end, method, found);
      Node next = node.literal(spread(segment), path, start, end);
      if (next == null || next.lowest >= found) {
        return found;
      }
      node = next;
      start = end + 1;
    }
  }

  private int findWild(String path, int start, int end, long method, int best) {
    int found = best;
    if (any != null && any.lowest < found && end > start) {
      found = any.find(path, end + 1, method, found);
    }
    for (int i = 0; i < globs.length && globNodes[i].lowest < found; i++) {
      if (globs[i].matches(path, start, end)) {
        found = globNodes[i].find(path, end + 1, method, found);
      }
    }
    return found;
  }

  private @Nullable Node literal(int segment, String path, int start, int end) {
    int mask = literals.length - 1;
    int slot = segment & mask;
    Node node = literals[slot];
    while (node != null && !node.isNamed(segment, path, start, end)) {
      slot = (slot + 1) & mask;
      node = literals[slot];
    }
    return node;
  }

  private boolean isNamed(int segment, String path, int start, int end) {
    return hash == segment && name.length() == end - start && path.startsWith(name, start);
  }

  /** Similar names differ in their last bits at most, and the table looks at those alone. */
  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }
}
