package io.vestibule.auth.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Judges where a browser may be sent after signing in: a page of this application, written so plainly that no browser
 * and no proxy can read anything else in it. Immutable.
 *
 * <p>What it refuses is not repaired. A page of the application that needs an odd spelling is not returned to.
 */
public final class ReturnTo {
  /** What the addresses of our pages, and their forms, call it. */
  public static final String FIELD = "return_to";

  private static final int LONGEST = 2048;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /**
   * The pages of ours to which somebody comes back: each of them only shows something, or sends on to an app after it
   * has asked.
   */
  private static final Set<String> OURS = Set.of(
      "/profile",
      "/confirm-address",
      "/two-factor",
      "/sessions",
      "/password",
      "/tokens",
      "/tokens/new",
      "/users",
      "/users/new",
      "/users/user",
      "/users/delete",
      "/authorize");

  private final String contextPath;
  private final String basePath;

  /**
   * For one application.
   *
   * @param contextPath as it stands in a URL; {@code ""} for the root
   * @param basePath where the library's own pages live, relative to the context path, such as {@code /auth}
   */
  public ReturnTo(String contextPath, String basePath) {
    this.contextPath = contextPath;
    this.basePath = basePath;
  }

  /** The target, without its fragment, if a browser may be sent there; else empty. */
  public Optional<String> judge(String target) {
    String whole = before(target, '#');
    String path = before(whole, '?');
    return target.length() <= LONGEST && plain(target) && belongs(path) && inside(path)
        ? Optional.of(whole)
        : Optional.empty();
  }

  /**
   * The target that leads to a page of this application, if a browser may be sent there.
   *
   * @param path decoded, relative to the context path
   * @param query as sent; {@code ""} for none
   */
  public Optional<String> page(String path, String query) {
    String target = contextPath + encoded(path);
    return judge(query.isEmpty() ? target : target + "?" + query);
  }

  /** A decoded path as it stands in a URL, as browsers write it (RFC 3986, 3.3). */
  public static String encoded(String path) {
    if (path.chars().allMatch(ReturnTo::isBare)) {
      return path;
    }
    StringBuilder encoded = new StringBuilder(path.length() + 16);
    for (byte b : path.getBytes(UTF_8)) {
      encode(encoded, b & 0xff);
    }
    return encoded.toString();
  }

  /** The target if a browser may be sent there, else the application's first page. */
  public String orHome(String target) {
    return judge(target).orElse(contextPath + "/");
  }

  /** Visible ASCII without a backslash, which browsers read as a slash; they drop tabs and line feeds. */
  private static boolean plain(String target) {
    return target.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
  }

  private boolean belongs(String path) {
    return path.startsWith("/")
        && !path.startsWith("//")
        && path.startsWith(contextPath)
        && (path.length() == contextPath.length() || path.charAt(contextPath.length()) == '/');
  }

  private boolean inside(String path) {
    return decoded(path.substring(contextPath.length()))
        .filter(ReturnTo::harmless)
        .filter(clean -> !isOurs(clean) || OURS.contains(clean.substring(basePath.length())))
        .isPresent();
  }

  private boolean isOurs(String path) {
    return path.equals(basePath) || path.startsWith(basePath + "/");
  }

  /** Decoded once, it must be what it seems: nothing that a second reader would decode, split or resolve. */
  private static boolean harmless(String path) {
    return !path.contains("//")
        && path.chars().noneMatch(ReturnTo::ambiguous)
        && !("/" + path + "/").replace("/../", "/./").contains("/./");
  }

  private static boolean ambiguous(int c) {
    return c == '\\'
        || c == ';'
        || c == '%'
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || c == 0x2028
        || c == 0x2029;
  }

  private static boolean isBare(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || "-._~!$&'()*+,=:@/".indexOf(c) >= 0);
  }

  private static void encode(StringBuilder target, int b) {
    if (isBare(b)) {
      target.append((char) b);
    } else {
      target.append('%').append(HEX.toHexDigits((byte) b));
    }
  }

  /** Empty when an escape is broken, hides a slash, or is not UTF-8. */
  private static Optional<String> decoded(String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
    for (int i = 0; i < path.length(); i++) {
      int b = path.charAt(i);
      if (b == '%') {
        b = escaped(path, i);
        i += 2;
        if (b < 0 || b == '/') {
          return Optional.empty();
        }
      }
      bytes.write(b);
    }
    return text(bytes.toByteArray());
  }

  private static int escaped(String path, int at) {
    if (at + 3 > path.length()) {
      return -1;
    }
    int high = Character.digit(path.charAt(at + 1), 16);
    int low = Character.digit(path.charAt(at + 2), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  private static String before(String text, char mark) {
    int end = text.indexOf(mark);
    return end < 0 ? text : text.substring(0, end);
  }
}
