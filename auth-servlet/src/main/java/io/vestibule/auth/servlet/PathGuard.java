package io.vestibule.auth.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Tells a path that everybody reads alike from one that a rule, the container and the application could read
 * differently.
 *
 * <p>The raw target is judged as well as what the container made of it, because containers repair what they
 * get: one drops {@code ;x}, another folds {@code //}, and a rule that saw the repaired path would be right
 * about the wrong servlet.
 */
final class PathGuard {
  private static final String SESSION_ID = ";jsessionid=";
  private static final byte PLAIN = 0;
  private static final byte SLASH = 1;
  private static final byte DOT = 2;
  private static final byte ODD = 3;
  private static final byte[] KINDS = kinds();

  private PathGuard() {}

  /**
   * Whether the raw target of a request, and the path that the container made of it, mean one path only. Allocates
   * nothing for a usual one.
   */
  static boolean isClear(String raw, String path) {
    if (raw.isEmpty() || raw.charAt(0) != '/') {
      return false;
    }
    return isUsual(raw)
        ? raw.equals(path) || (path.startsWith("/") && raw.endsWith(path)) || isClearPath(path)
        : isClearOnceDecoded(withoutSessionId(raw)) && isClearPath(path);
  }

  /** Whether a decoded path means one path only. */
  static boolean isClearPath(String path) {
    return !path.isEmpty() && path.charAt(0) == '/' && (isUsual(path) || isUnambiguous(path));
  }

  /** One pass for what nearly all requests look like; false only means: look closer. */
  private static boolean isUsual(String path) {
    int last = path.length() - 1;
    for (int i = 0; i <= last; i++) {
      byte kind = kind(path.charAt(i));
      if (kind != PLAIN
          && (kind == ODD || (kind == SLASH && i < last && kind(path.charAt(i + 1)) != PLAIN))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlainOrDot(int c) {
    byte kind = kind((char) c);
    return kind == PLAIN || kind == DOT;
  }

  private static byte kind(char c) {
    return c < 128 ? KINDS[c] : ODD;
  }

  /** The container's own session parameter, which may stand at the very end only. */
  private static String withoutSessionId(String raw) {
    int at = raw.indexOf(';');
    boolean atTheEnd = at > 0
        && raw.startsWith(SESSION_ID, at)
        && raw.chars().skip(at + 1L).allMatch(PathGuard::isPlainOrDot);
    return atTheEnd ? raw.substring(0, at) : raw;
  }

  private static boolean isClearOnceDecoded(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int escaped = escaped(raw, i);
        if (escaped < 0 || escaped == '/') {
          return false;
        }
        bytes.write(escaped);
        i += 2;
      } else if (c <= ' ' || c >= 0x7f || c == '#' || c == '?') {
        return false;
      } else {
        bytes.write(c);
      }
    }
    try {
      return isUnambiguous(
          UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }

  private static boolean isUnambiguous(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (isOdd(path, i) || (path.charAt(i) == '/' && isFollowedByDots(path, i + 1))) {
        return false;
      }
    }
    return true;
  }

  /** An octet that still is an escape was escaped twice: the next one to decode it would see another path. */
  private static boolean isOdd(String path, int at) {
    char c = path.charAt(at);
    return Character.isISOControl(c)
        || c == '\\'
        || c == ';'
        || c == '\ufffd'
        || (c == '/' && path.startsWith("//", at))
        || (c == '%' && escaped(path, at) >= 0)
        || (Character.isSurrogate(c) && !isPaired(path, at));
  }

  private static boolean isPaired(String path, int at) {
    return Character.isHighSurrogate(path.charAt(at))
        ? at + 1 < path.length() && Character.isLowSurrogate(path.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(path.charAt(at - 1));
  }

  /** Whether the segment that begins here is {@code .} or {@code ..}. */
  private static boolean isFollowedByDots(String path, int at) {
    int end = at;
    while (end < path.length() && path.charAt(end) == '.') {
      end++;
    }
    boolean wholeSegment = end == path.length() || path.charAt(end) == '/';
    return wholeSegment && (end - at == 1 || end - at == 2);
  }

  /** The octet that this percent sign begins; -1 when it begins none. */
  private static int escaped(String path, int at) {
    if (at + 2 >= path.length()) {
      return -1;
    }
    int high = hex(path.charAt(at + 1));
    int low = hex(path.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  /** Not Character.digit: it takes the digits of every script. */
  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[128];
    for (int c = 0; c < kinds.length; c++) {
      kinds[c] = c <= ' ' || c == 0x7f || "\\;%#?".indexOf(c) >= 0 ? ODD : PLAIN;
    }
    kinds['/'] = SLASH;
    kinds['.'] = DOT;
    return kinds;
  }
}
