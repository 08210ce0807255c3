package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Paths as they stand in an address. */
final class Paths {
  private static final String PLAIN = "-._~!$&'()*+,=:@/";

  private Paths() {}

  /** The path with everything escaped that RFC 3986, 3.3 does not let stand. */
  static String encode(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : path.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c < 0x80 && Character.isLetterOrDigit(c)) || PLAIN.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append(String.format("%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }
}
