package io.vestibule.auth.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses the language of an answer (RFC 4647, 3.4). Malformed wishes are no wishes. Without state. */
public final class LanguageWishes {
  /** Nobody wishes for this much; parsing costs. */
  private static final int MAX_LENGTH = 300;

  private LanguageWishes() {}

  /** The one of these languages that fits ranges best, as Accept-Language lists them (RFC 9110, 12.5.4). */
  public static Optional<Locale> best(String ranges, Collection<Locale> spoken) {
    if (ranges.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      List<Locale.LanguageRange> wishes = Locale.LanguageRange.parse(ranges).stream()
          .filter(wish -> wish.getWeight() > 0)
          .toList();
      return Optional.ofNullable(Locale.lookup(wishes, spoken));
    } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
      // Java's parser throws more than it says: at a range of hyphens only, an index is out of
      // bounds.
      return Optional.empty();
    }
  }

  /** The same for tags between blanks, the dearest first (OpenID Connect Core, 3.1.2.1, ui_locales). */
  public static Optional<Locale> bestOfTags(String tags, Collection<Locale> spoken) {
    String ranges = tags.strip().replaceAll(" +", ",");
    return ranges.isEmpty() ? Optional.empty() : best(ranges, spoken);
  }
}
