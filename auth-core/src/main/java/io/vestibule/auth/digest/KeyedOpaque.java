package io.vestibule.auth.digest;

import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import org.jspecify.annotations.Nullable;

/** The signature of the realm: it never changes, so that a page may stay open for as long as it likes. Thread-safe. */
final class KeyedOpaque implements Opaque {
  private static final byte[] NOTHING = new byte[0];

  private final Seal seal;
  private volatile @Nullable String issued;

  KeyedOpaque(Seal seal) {
    this.seal = seal;
  }

  @Override
  public String issue() {
    String known = issued;
    if (known == null) {
      known = Base64Url.encode(seal.of("opaque", NOTHING));
      issued = known;
    }
    return known;
  }

  @Override
  public boolean accepts(String opaque) {
    return Digests.same(issue(), opaque);
  }
}
