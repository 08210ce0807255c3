package io.vestibule.auth.config;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the texts of a file mean: each parse is empty where the text does not fit. */
final class Types {
  private static final Set<String> YES = Set.of("yes", "true", "on");
  private static final Set<String> NO = Set.of("no", "false", "off");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  private Types() {}

  /** One element of a list, and where it begins in the text. */
  record Element(String text, int from) {}

  static Optional<Boolean> flag(String text) {
    String folded = text.toLowerCase(Locale.ROOT);
    if (YES.contains(folded)) {
      return Optional.of(true);
    }
    return NO.contains(folded) ? Optional.of(false) : Optional.empty();
  }

  static Optional<Long> number(String text) {
    return NUMBER.matcher(text).matches()
        ? Optional.of(new BigInteger(text).longValue())
        : Optional.empty();
  }

  static Optional<Duration> duration(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher parts = DURATION.matcher(text);
    return parts.matches()
        ? Optional.of(Duration.ofMillis(
            Long.parseLong(parts.group(1)) * MILLIS.getOrDefault(parts.group(2), 0L)))
        : Optional.empty();
  }

  /** The elements without the blanks around them; one that is empty is empty. */
  static List<Element> elements(String text) {
    List<Element> elements = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      String raw = text.substring(from, to);
      int lead = raw.length() - raw.stripLeading().length();
      elements.add(new Element(raw.strip(), from + (raw.isBlank() ? 0 : lead)));
      from = to + 1;
    }
    return elements;
  }

  static List<String> list(String text) {
    return elements(text).stream().map(Element::text).toList();
  }

  static Optional<Path> path(Path folder, String text) {
    try {
      return Optional.of(folder.resolve(text));
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }
}
