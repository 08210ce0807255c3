package io.vestibule.auth.jwt;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keys that this application makes itself; parsed again whenever their text is another one. */
final class OwnKeys implements KeySource {

  private record Read(String text, KeySet keys, long generation) {}

  private final Supplier<String> jwks;
  private volatile @Nullable Read read;

  OwnKeys(Supplier<String> jwks) {
    this.jwks = jwks;
  }

  @Override
  public KeySet now() {
    return current().keys();
  }

  @Override
  public long generation() {
    return current().generation();
  }

  private Read current() {
    String text = jwks.get();
    Read known = read;
    return known != null && known.text().equals(text) ? known : again(text);
  }

  private synchronized Read again(String text) {
    Read known = read;
    if (known != null && known.text().equals(text)) {
      return known;
    }
    long generation = known == null ? 1 : known.generation() + 1;
    Read fresh = new Read(text, KeySet.parse(text), generation);
    read = fresh;
    return fresh;
  }
}
