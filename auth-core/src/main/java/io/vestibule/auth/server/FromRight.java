package io.vestibule.auth.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Takes lists of header values apart from the right, where trusted proxies write. What stands further left may be the
 * client's own, and however broken it is, it must not change what stands right of it: a quote that a client leaves open
 * would swallow a proxy's words, were it read from the left.
 */
final class FromRight {
  /** More proxies than anybody has. */
  private static final int MOST = 20;

  private FromRight() {}

  /** The values between commas that stand outside of quotes, the last one first; at most twenty. */
  static List<String> values(List<String> lines) {
    List<String> values = new ArrayList<>(4);
    for (int i = lines.size() - 1; i >= 0 && values.size() < MOST; i--) {
      add(lines.get(i), ',', values);
    }
    return Collections.unmodifiableList(values);
  }

  /** The parts of one value between semicolons that stand outside of quotes. */
  static List<String> parts(String value) {
    List<String> parts = new ArrayList<>(4);
    add(value, ';', parts);
    return Collections.unmodifiableList(parts);
  }

  private static void add(String line, char mark, List<String> values) {
    boolean quoted = false;
    int end = line.length();
    for (int i = end - 1; i >= 0 && values.size() < MOST; i--) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == mark && !quoted) {
        values.add(line.substring(i + 1, end).strip());
        end = i;
      }
    }
    if (values.size() < MOST) {
      values.add(line.substring(0, end).strip());
    }
  }
}
