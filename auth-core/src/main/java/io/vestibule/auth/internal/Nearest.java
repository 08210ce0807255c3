package io.vestibule.auth.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. Without state. */
public final class Nearest {
  private static final int MAX_DISTANCE = 2;
  private static final int MIN_PREFIX = 3;
  private static final int MAX_LENGTH = 64;

  private Nearest() {}

  /** The candidate at most two slips away, or that begins like the word; case and dashes do not count. */
  public static Optional<String> of(String word, Collection<String> candidates) {
    String folded = fold(word);
    if (folded.isEmpty() || folded.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int distance = score(folded, fold(candidate));
      if (distance < least) {
        best = candidate;
        least = distance;
      }
    }
    return least == Integer.MAX_VALUE ? Optional.empty() : Optional.of(best);
  }

  /** A hint that names it; none where nothing is near. */
  public static List<String> hint(String word, Collection<String> candidates) {
    return of(word, candidates)
        .map(name -> List.of("Did you mean \"" + name + "\"?"))
        .orElse(List.of());
  }

  private static String fold(String word) {
    return word.strip().toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static int score(String word, String candidate) {
    int shorter = Math.min(word.length(), candidate.length());
    int distance = distance(word, candidate);
    if (distance <= MAX_DISTANCE && distance < shorter) {
      return distance;
    }
    boolean prefix =
        shorter >= MIN_PREFIX && (candidate.startsWith(word) || word.startsWith(candidate));
    return prefix ? MAX_DISTANCE + distance : Integer.MAX_VALUE;
  }

  /** Damerau-Levenshtein, where no part is changed twice: insert, delete, replace, swap neighbours. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = Math.min(d[i - 1][j - 1] + same, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
