package io.vestibule.auth.jwt;

import java.util.List;
import java.util.Optional;

/**
 * A service in front of the application that adds a signed token to each request, in a header of its own.
 *
 * @param header where it stands
 * @param algorithms by what it is signed
 * @param subject the claim that names the user
 * @param keys where the keys are; a path belongs to the issuer
 */
record Preset(String name, String header, String algorithms, String subject, String keys) {
  private static final List<Preset> ALL = List.of(
      new Preset(
          "cloudflare-access",
          "Cf-Access-Jwt-Assertion",
          "RS256",
          "email",
          "/cdn-cgi/access/certs"),
      new Preset(
          "google-iap",
          "X-Goog-IAP-JWT-Assertion",
          "ES256",
          "email",
          "https://www.gstatic.com/iap/verify/public_key-jwk"));

  static Optional<Preset> of(String name) {
    return ALL.stream().filter(preset -> preset.name.equals(name)).findFirst();
  }

  static String[] names() {
    return ALL.stream().map(Preset::name).toArray(String[]::new);
  }

  /** Where the keys of this issuer are. */
  String keys(String issuer) {
    return keys.startsWith("/") ? issuer + keys : keys;
  }
}
