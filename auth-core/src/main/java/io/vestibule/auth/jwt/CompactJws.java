package io.vestibule.auth.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A token in its three parts (RFC 7515, 7.1), each of them base64url in its one spelling: without padding, blanks,
 * other alphabets or bits that say nothing. Nothing here is verified.
 */
final class CompactJws {
  private static final byte[] VALUES = values();

  private final String token;
  private final int firstDot;
  private final int lastDot;

  private CompactJws(String token, int firstDot, int lastDot) {
    this.token = token;
    this.firstDot = firstDot;
    this.lastDot = lastDot;
  }

  /** Empty for anything else: two parts, five parts (JWE), JSON, another spelling, more characters than that. */
  static Optional<CompactJws> parse(String token, int longest) {
    if (token.length() > longest) {
      return Optional.empty();
    }
    int first = token.indexOf('.');
    int last = token.indexOf('.', first + 1);
    return first > 0
            && last > first
            && isBase64Url(token, 0, first)
            && isBase64Url(token, first + 1, last)
            && last + 1 < token.length()
            && isBase64Url(token, last + 1, token.length())
        ? Optional.of(new CompactJws(token, first, last))
        : Optional.empty();
  }

  /** Whether a text has the form of a token. */
  static boolean isOne(String token) {
    return parse(token, Integer.MAX_VALUE).isPresent();
  }

  /** The header as sent. */
  String headerText() {
    return token.substring(0, firstDot);
  }

  byte[] header() {
    return decoded(0, firstDot);
  }

  byte[] payload() {
    return decoded(firstDot + 1, lastDot);
  }

  byte[] signature() {
    return decoded(lastDot + 1, token.length());
  }

  /** What was signed: header, dot, payload. */
  byte[] signingInput() {
    return token.substring(0, lastDot).getBytes(ISO_8859_1);
  }

  private byte[] decoded(int start, int end) {
    return Base64.getUrlDecoder().decode(token.substring(start, end));
  }

  /** RFC 4648, 3.5: bits that fill up the last character are zero, or one token would have several spellings. */
  private static boolean isBase64Url(String text, int start, int end) {
    if (start == end) {
      return true;
    }
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 128 || VALUES[c] < 0) {
        return false;
      }
    }
    int last = VALUES[text.charAt(end - 1)];
    return switch ((end - start) % 4) {
      case 0 -> true;
      case 2 -> (last & 0b1111) == 0;
      case 3 -> (last & 0b11) == 0;
      default -> false;
    };
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    return values;
  }
}
