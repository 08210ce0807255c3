package io.vestibule.auth.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;

/** The signature of the realm: it never changes, so that a page may stay open for as long as it likes. */
record KeyedOpaque(Seal seal) implements Opaque {
  private static final byte[] NOTHING = new byte[0];

  @Override
  public String issue() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(seal.of("opaque", NOTHING));
  }

  @Override
  public boolean accepts(String opaque) {
    return MessageDigest.isEqual(issue().getBytes(UTF_8), opaque.getBytes(UTF_8));
  }
}
