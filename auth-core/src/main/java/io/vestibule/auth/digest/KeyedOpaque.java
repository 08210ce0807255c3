package io.vestibule.auth.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
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
      known = Base64.getUrlEncoder().withoutPadding().encodeToString(seal.of("opaque", NOTHING));
      issued = known;
    }
    return known;
  }

  @Override
  public boolean accepts(String opaque) {
    return MessageDigest.isEqual(issue().getBytes(UTF_8), opaque.getBytes(UTF_8));
  }
}
