package io.vestibule.auth.session;

import java.util.List;
import java.util.Map;

/** A browser in a few words, from an ordered list of tokens: enough to know one's own devices again. */
final class Device {
  private static final List<Map.Entry<String, String>> BROWSERS = List.of(
      Map.entry("Edg/", "Edge"),
      Map.entry("OPR/", "Opera"),
      Map.entry("SamsungBrowser/", "Samsung Internet"),
      Map.entry("Firefox/", "Firefox"),
      Map.entry("FxiOS/", "Firefox"),
      Map.entry("CriOS/", "Chrome"),
      Map.entry("Chromium/", "Chromium"),
      Map.entry("Chrome/", "Chrome"),
      Map.entry("Safari/", "Safari"),
      Map.entry("curl/", "curl"),
      Map.entry("Wget/", "Wget"),
      Map.entry("python-requests/", "Python"),
      Map.entry("Java-http-client/", "Java"));

  private static final List<Map.Entry<String, String>> SYSTEMS = List.of(
      Map.entry("Android", "Android"),
      Map.entry("iPhone", "iPhone"),
      Map.entry("iPad", "iPad"),
      Map.entry("Windows", "Windows"),
      Map.entry("Mac OS X", "macOS"),
      Map.entry("CrOS", "ChromeOS"),
      Map.entry("Linux", "Linux"));

  private Device() {}

  /** {@code Firefox on Linux}, {@code curl}, or the empty text for what is unknown. */
  static String of(String userAgent) {
    String browser = first(BROWSERS, userAgent);
    String system = first(SYSTEMS, userAgent);
    return browser.isEmpty() || system.isEmpty() ? browser + system : browser + " on " + system;
  }

  private static String first(List<Map.Entry<String, String>> names, String userAgent) {
    return names.stream()
        .filter(name -> userAgent.contains(name.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
