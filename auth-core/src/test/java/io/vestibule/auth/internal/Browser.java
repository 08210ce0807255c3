package io.vestibule.auth.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resolves an address as browsers do it (WHATWG URL), with all their kindness to broken ones. */
final class Browser {
  private static final Pattern ABSOLUTE = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*):(.*)");
  private static final Pattern BASE = Pattern.compile("(https?://[^/]+)(/.*)");

  private Browser() {}

  static String resolve(String base, String input) {
    Matcher parts = BASE.matcher(base);
    if (!parts.matches()) {
      throw new IllegalArgumentException(base);
    }
    String text = cleaned(input);
    Matcher absolute = ABSOLUTE.matcher(text);
    if (absolute.matches()) {
      return absolute(absolute.group(1).toLowerCase(Locale.ROOT), absolute.group(2), parts);
    }
    return relative("https", parts.group(1), parts.group(2), text);
  }

  /** Control characters and blanks around it are cut off, tabs and line feeds in it are dropped. */
  private static String cleaned(String input) {
    return input
        .replaceAll("^[\\u0000-\\u0020]+|[\\u0000-\\u0020]+$", "")
        .replaceAll("[\\t\\n\\r]", "");
  }

  /** "https:path" without slashes is relative to a base of the same scheme; other special ones need no slashes. */
  private static String absolute(String scheme, String rest, Matcher base) {
    boolean special = scheme.matches("https?|ftp|wss?|file");
    if (!special) {
      return scheme + ":" + rest;
    }
    if (scheme.equals("https") && !slashed(rest).startsWith("//")) {
      return relative(scheme, base.group(1), base.group(2), rest);
    }
    return authority(scheme, rest.replaceFirst("^[/\\\\]*", ""));
  }

  private static String relative(String scheme, String origin, String basePath, String text) {
    String path = slashed(text);
    if (path.startsWith("//")) {
      return authority(scheme, text.replaceFirst("^[/\\\\]*", ""));
    }
    if (path.isEmpty() || path.startsWith("?") || path.startsWith("#")) {
      return origin + basePath + text;
    }
    return origin
        + normalised(
            path.startsWith("/")
                ? path
                : basePath.substring(0, basePath.lastIndexOf('/') + 1) + path);
  }

  private static String authority(String scheme, String rest) {
    String all = slashed(rest);
    String authority = all.replaceFirst("(?s)[/?#].*", "");
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    return scheme + "://" + host + normalised(all.substring(authority.length()));
  }

  /** A backslash is a slash up to the query. */
  private static String slashed(String text) {
    int end = text.replaceFirst("(?s)[?#].*", "").length();
    return text.substring(0, end).replace('\\', '/') + text.substring(end);
  }

  private static String normalised(String target) {
    String path = target.replaceFirst("(?s)[?#].*", "");
    Deque<String> segments = new ArrayDeque<>();
    String[] parts = path.split("/", -1);
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].replaceAll("(?i)%2e", ".");
      boolean last = i == parts.length - 1;
      if (part.equals("..")) {
        segments.pollLast();
      } else if (!part.equals(".")) {
        segments.addLast(parts[i]);
        continue;
      }
      if (last) {
        segments.addLast("");
      }
    }
    return "/" + String.join("/", segments) + target.substring(path.length());
  }
}
