package io.vestibule.auth.rules;

import java.util.Arrays;
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
  private static final int FEW = 4;

  private final String name;
  private final int hash;

  /** The rules that end here. */
  private final Ends here;

  /** The rules that end here with {@code **}. */
  private final Ends open;

  /** The first of them, kept here because most nodes have none and need not be asked. */
  private final int firstOpen;

  /** Literals, where they are so few that a look at each is faster than a hash. */
  private final Node[] few;

  /** Literals by hash, where there are more: at least half of it empty. */
  private final @Nullable Node[] many;

  /** Ordered by the lowest rule within, since rules were added in their order. */
  private final Node[] globNodes;

  private final Glob[] globs;
  private final @Nullable Node any;
  private final boolean wild;

  /** The lowest rule that any child leads to. */
  private final int below;

  /** The lowest rule here or further down. */
  private final int lowest;

  Node(String name, Ends here, Ends open, List<Node> children) {
    List<Node> literals =
        children.stream().filter(child -> child.name.indexOf('*') < 0).toList();
    this.name = name;
    this.hash = spread(name.hashCode());
    this.here = here;
    this.open = open;
    this.firstOpen = open.first();
    this.few = literals.size() > FEW ? new Node[0] : literals.toArray(Node[]::new);
    this.many = table(literals.size() > FEW ? literals : List.of());
    this.globNodes =
        children.stream().filter(child -> PathPattern.isGlob(child.name)).toArray(Node[]::new);
    this.globs = Arrays.stream(globNodes).map(child -> new Glob(child.name)).toArray(Glob[]::new);
    this.any = children.stream()
        .filter(child -> PathPattern.isAny(child.name))
        .findAny()
        .orElse(null);
    this.wild = literals.size() < children.size();
    this.below = children.stream().mapToInt(child -> child.lowest).min().orElse(Integer.MAX_VALUE);
    this.lowest = Math.min(below, Math.min(here.first(), firstOpen));
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
      if (node.firstOpen < found) {
        found = node.open.lowest(method, found);
      }
      if (start > path.length()) {
        return node.here.lowest(method, found);
      }
      if (node.below >= found) {
        return found;
      }
      if (node.wild) {
        found = node.findWild(path, start, method, found);
      }
      Node next = node.many.length > 1 ? node.ofMany(path, start) : node.ofFew(path, start);
      if (next == null || next.lowest >= found) {
        return found;
      }
      start += next.name.length() + 1;
      node = next;
    }
  }

  private int findWild(String path, int start, long method, int best) {
    int slash = path.indexOf('/', start);
    int end = slash < 0 ? path.length() : slash;
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

  private @Nullable Node ofFew(String path, int start) {
    for (Node node : few) {
      if (node.stands(path, start)) {
        return node;
      }
    }
    return null;
  }

  private @Nullable Node ofMany(String path, int start) {
    int raw = 0;
    char c;
    for (int at = start; at < path.length() && (c = path.charAt(at)) != '/'; at++) {
      raw = 31 * raw + c;
    }
    int segment = spread(raw);
    int slot = segment & (many.length - 1);
    Node node = many[slot];
    while (node != null && !(node.hash == segment && node.stands(path, start))) {
      slot = (slot + 1) & (many.length - 1);
      node = many[slot];
    }
    return node;
  }

  /** Whether the segment that begins there is this literal. */
  private boolean stands(String path, int start) {
    int end = start + name.length();
    return path.startsWith(name, start) && (end == path.length() || path.charAt(end) == '/');
  }

  /** Similar names differ in their last bits, and the table looks at the last bits only. */
  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }
}
