package io.vestibule.auth.servlet.pages;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.internal.LanguageWishes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Chooses the language of an answer. Immutable. */
final class Languages {
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
        .or(() -> request
            .header("Accept-Language")
            .flatMap(ranges -> LanguageWishes.best(ranges, texts.keySet()))
            .map(texts::get))
        .orElse(usual);
  }

  /** The language that the address asks for and that is spoken here (OpenID Connect Core, 3.1.2.1). */
  Optional<Texts> inAddress(AuthRequest request) {
    return request
        .parameter("ui_locales")
        .flatMap(tags -> LanguageWishes.bestOfTags(tags, texts.keySet()))
        .map(texts::get);
  }
}
