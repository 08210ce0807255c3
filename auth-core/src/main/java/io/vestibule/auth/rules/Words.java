package io.vestibule.auth.rules;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The words of the language, what people write in their place, and which word was meant. */
final class Words {
  private static final int SHOWN = 40;
  private static final List<String> ALL =
      List.of("public", "optional", "deny", "user", "mfa", "fresh", "role", "scope", "via");
  private static final List<String> PREFIXES = List.of("role", "scope", "via");
  private static final Map<String, String> WHOLE =
      Map.of("fresh", "fresh(10m)", "role", "role:NAME", "scope", "scope:NAME", "via", "via:NAME");

  /** The words of other systems, so that whoever comes from there need not search. */
  private static final Map<String, String> ELSEWHERE = Map.ofEntries(
      Map.entry("anon", "public"),
      Map.entry("anonymous", "public"),
      Map.entry("permitall", "public"),
      Map.entry("open", "public"),
      Map.entry("authc", "user"),
      Map.entry("authenticated", "user"),
      Map.entry("valid-user", "user"),
      Map.entry("denyall", "deny"),
      Map.entry("nobody", "deny"),
      Map.entry("none", "deny"),
      Map.entry("hasrole", "role"),
      Map.entry("group", "role"),
      Map.entry("groups", "role"),
      Map.entry("2fa", "mfa"),
      Map.entry("otp", "mfa"));

  private Words() {}

  /** The word between quotation marks, cut where it is very long. */
  static String quoted(String word) {
    return '"' + (word.length() > SHOWN ? word.substring(0, SHOWN) + "…" : word) + '"';
  }

  /** What to write in place of a word that is none of the language. */
  static String cure(String word) {
    String meant = meant(word, ALL);
    return meant.isEmpty()
        ? "write role:" + word + " if that is a role, or public, optional, deny, user or mfa"
        : "write " + WHOLE.getOrDefault(meant, meant);
  }

  /** What to write in place of {@code word:name}, where the word is none of the three that take a name. */
  static String cure(String word, String name) {
    String meant = meant(word, PREFIXES);
    return meant.isEmpty()
        ? "write role:, scope: or via: before a name"
        : "write " + meant + ':' + name;
  }

  private static String meant(String word, List<String> words) {
    String lower = word.toLowerCase(Locale.ROOT);
    String known = ELSEWHERE.getOrDefault(lower, "");
    return words.contains(known) ? known : nearest(lower, words, lower.length() < 4 ? 1 : 2);
  }

  /** The first of the words nearest to this one, at most so many slips away; empty when none is. */
  static String nearest(String word, List<String> words, int slips) {
    String nearest = "";
    int least = slips + 1;
    for (String candidate : words) {
      if (Math.abs(candidate.length() - word.length()) < least
          && distance(word, candidate) < least) {
        nearest = candidate;
        least = distance(word, candidate);
      }
    }
    return nearest;
  }

  /** How many letters were added, left away, changed or swapped with their neighbour. */
  private static int distance(String one, String other) {
    int[][] slips = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        slips[i][j] = i == 0 || j == 0 ? i + j : step(slips, one, i, other, j);
      }
    }
    return slips[one.length()][other.length()];
  }

  private static int step(int[][] slips, String one, int i, String other, int j) {
    boolean same = one.charAt(i - 1) == other.charAt(j - 1);
    int least = Math.min(slips[i - 1][j], slips[i][j - 1]) + 1;
    least = Math.min(least, slips[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped = i > 1
        && j > 1
        && one.charAt(i - 1) == other.charAt(j - 2)
        && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, slips[i - 2][j - 2] + 1) : least;
  }
}
