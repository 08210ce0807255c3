package io.vestibule.auth.servlet.pages;

import io.vestibule.auth.AuthRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Chooses the language of an answer (RFC 4647, 3.4). Malformed wishes are no wishes. Immutable. */
final class Languages {
  /** Nobody wishes for this much; parsing costs. */
  private static final int MAX_LENGTH = 300;

  private final Map<Locale, Texts> texts = new LinkedHashMap<>();
  private final Texts usual;

  Languages(Files files, List<String> tags) {
    tags.forEach(tag -> texts.put(Locale.forLanguageTag(tag), Texts.load(files, tag)));
    this.usual = texts.values().iterator().next();
  }

  /** Whether there is a text of this key; what one language has, all have. */
  boolean know(String key) {
    return usual.find(key).isPresent();
  }

  /** The texts for a request: what its address asks for, what its browser asks for, the usual ones. */
  Texts of(AuthRequest request) {
    return inAddress(request)
        .or(() -> request.header("Accept-Language").flatMap(this::best))
        .orElse(usual);
  }

  /** The language that the address asks for and that is spoken here (OpenID Connect Core, 3.1.2.1). */
  Optional<Texts> inAddress(AuthRequest request) {
    return request.parameter("ui_locales").flatMap(Languages::ranges).flatMap(this::best);
  }

  /** Java's parser throws more than it says: at a range of hyphens only, an index is out of bounds. */
  private Optional<Texts> best(String ranges) {
    if (ranges.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      List<Locale.LanguageRange> wishes = Locale.LanguageRange.parse(ranges).stream()
          .filter(wish -> wish.getWeight() > 0)
          .toList();
      return Optional.ofNullable(Locale.lookup(wishes, texts.keySet())).map(texts::get);
    } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
      return Optional.empty();
    }
  }

  /** Tags between blanks, as a list of ranges in falling order. */
  private static Optional<String> ranges(String tags) {
    return Optional.of(tags.strip().replaceAll(" +", ",")).filter(ranges -> !ranges.isEmpty());
  }
}
