package io.vestibule.auth.totp;

import io.vestibule.auth.Secret;
import java.time.Instant;

/** What an authenticator app shows. */
public final class Apps {
  private Apps() {}

  /** The code of this key, in Base32, at this time. */
  public static String code(Secret key, Instant time) {
    return new Totp(key).code(Totp.step(time));
  }
}
