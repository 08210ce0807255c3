package io.vestibule.auth.rules;

import java.util.Arrays;

/** A segment with {@code *} in it. Immutable; a question costs at most its length times that of the text. */
final class Glob {
  private final String head;
  private final String[] middle;
  private final String tail;
  private final int shortest;

  Glob(String segment) {
    String[] parts = segment.split("\\*", -1);
    this.head = parts[0];
    this.middle = Arrays.copyOfRange(parts, 1, parts.length - 1);
    this.tail = parts[parts.length - 1];
    this.shortest = segment.replace("*", "").length();
  }

  /** Whether this part of the path is such a segment. */
  boolean matches(String path, int start, int end) {
    if (end - start < shortest
        || !path.startsWith(head, start)
        || !path.startsWith(tail, end - tail.length())) {
      return false;
    }
    int at = start + head.length();
    for (String part : middle) {
      // The first place is the best one: it leaves most for the parts that follow.
      at = after(part, path, at, end - tail.length());
      if (at < 0) {
        return false;
      }
    }
    return true;
  }

  private static int after(String part, String path, int from, int end) {
    int last = end - part.length();
    for (int at = from; at <= last; at++) {
      if (path.startsWith(part, at)) {
        return at + part.length();
      }
    }
    return -1;
  }
}
