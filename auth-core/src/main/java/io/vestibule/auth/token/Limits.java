package io.vestibule.auth.token;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tokens may be. Immutable.
 *
 * @param longest how long one may work; zero for no limit
 * @param perUser how many a user may have
 * @param scopes those that may be given beside {@code read_only}; empty for any
 */
record Limits(Duration longest, int perUser, List<String> scopes) {
  /** The one scope that needs no rule: safe methods only. */
  static final String READ_ONLY = "read_only";

  /** The scope of tokens that look after users, for an owner who may. */
  static final String USERS = "users";

  /** What a life is where nobody says. */
  static final String USUAL = "90d";

  private static final String NEVER = "never";
  private static final List<String> PRESETS = List.of("7d", "30d", "90d", "365d");
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_SCOPE = 64;
  private static final int MOST_SCOPES = 20;
  private static final Pattern LIFE = Pattern.compile("([1-9][0-9]{0,8})([smhd])");
  private static final Map<String, Long> SECONDS =
      Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L);

  Limits {
    scopes = List.copyOf(scopes);
  }

  /** What came of a wish. */
  sealed interface Answer {
    /** It can be granted. */
    record Granted(Wish wish) implements Answer {}

    /** It cannot. */
    record Refused(Fault fault) implements Answer {}
  }

  /** Looks at what somebody asked for; an empty expiry is the usual one, or the longest where that is shorter. */
  Answer judge(String name, List<String> wanted, String expiry) {
    String called = name.strip();
    if (called.isEmpty()) {
      return new Answer.Refused(Fault.NAME_MISSING);
    }
    if (called.length() > LONGEST_NAME || called.chars().anyMatch(Limits::isOdd)) {
      return new Answer.Refused(Fault.NAME_TOO_LONG);
    }
    if (wanted.size() > MOST_SCOPES || !wanted.stream().allMatch(this::isScope)) {
      return new Answer.Refused(Fault.SCOPE_UNKNOWN);
    }
    Optional<Duration> life = expiry.isEmpty() ? Optional.of(usual()) : life(expiry);
    return life.map(found -> judge(new Wish(called, Set.copyOf(wanted), found)))
        .orElseGet(() -> new Answer.Refused(Fault.EXPIRY_UNREADABLE));
  }

  private Answer judge(Wish wish) {
    boolean endless = wish.life().equals(Wish.FOR_EVER);
    return isLimited() && (endless || wish.life().compareTo(longest) > 0)
        ? new Answer.Refused(Fault.EXPIRY_TOO_LATE)
        : new Answer.Granted(wish);
  }

  /** The expiries to choose from. */
  List<String> presets() {
    List<String> presets = new ArrayList<>(PRESETS);
    presets.removeIf(preset ->
        isLimited() && life(preset).filter(life -> life.compareTo(longest) <= 0).isEmpty());
    if (!isLimited()) {
      presets.add(NEVER);
    }
    if (presets.isEmpty()) {
      presets.add(longest.toSeconds() + "s");
    }
    return presets;
  }

  /** The preset that is chosen unless somebody chooses another. */
  String usualPreset() {
    List<String> presets = presets();
    return presets.contains(USUAL) ? USUAL : presets.get(presets.size() - 1);
  }

  /** {@code 90d}, {@code 12h}, {@code 30m}, {@code 2s} or {@code never}; empty for anything else. */
  static Optional<Duration> life(String text) {
    if (text.equals(NEVER)) {
      return Optional.of(Wish.FOR_EVER);
    }
    Matcher parts = LIFE.matcher(text);
    return parts.matches()
        ? Optional.of(Duration.ofSeconds(
            Long.parseLong(parts.group(1)) * SECONDS.getOrDefault(parts.group(2), 0L)))
        : Optional.empty();
  }

  /** RFC 6749, 3.3; and what looks like {@code read_only} but is not would let its holder write. */
  boolean isScope(String scope) {
    boolean word = !scope.isEmpty()
        && scope.length() <= LONGEST_SCOPE
        && scope.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
    boolean lookalike = !scope.equals(READ_ONLY)
        && scope.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "").equals("readonly");
    return word
        && !lookalike
        && (scopes.isEmpty() || scope.equals(READ_ONLY) || scopes.contains(scope));
  }

  private boolean isLimited() {
    return !longest.isZero();
  }

  private Duration usual() {
    Duration usual = Duration.ofDays(90);
    return isLimited() && longest.compareTo(usual) < 0 ? longest : usual;
  }

  private static boolean isOdd(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
  }
}
