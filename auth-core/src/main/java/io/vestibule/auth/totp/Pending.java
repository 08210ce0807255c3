package io.vestibule.auth.totp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.Secret;
import java.net.URLEncoder;

/**
 * A second factor that is being set up: nothing asks for it yet. Immutable.
 *
 * @param key in Base32, for whoever types it into the app
 * @param address the same as {@code otpauth://totp/…}, for the app of this device and for a QR code
 */
public record Pending(Secret key, Secret address) {

  /** As apps show it: whose code it is, and where. */
  static Pending of(Totp totp, String issuer, String username) {
    String key = totp.key().reveal();
    return new Pending(
        totp.key(),
        Secret.of("otpauth://totp/" + escaped(issuer) + ":" + escaped(username) + "?secret=" + key
            + "&issuer=" + escaped(issuer) + "&algorithm=SHA1&digits=6&period=30"));
  }

  /** A blank is no plus here: apps show it as it stands. */
  private static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
