package io.vestibule.auth.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which servlet a path goes to (Servlet 6.0, 12.1 and 12.2). Immutable. */
final class ServletPaths {
  private final Map<String, ServletRegistration> byPattern = new HashMap<>();

  private ServletPaths() {}

  /** As the application has mapped them. */
  static ServletPaths of(ServletContext context) {
    ServletPaths paths = new ServletPaths();
    context.getServletRegistrations().values().forEach(servlet -> servlet
        .getMappings()
        .forEach(pattern -> paths.byPattern.put(pattern, servlet)));
    return paths;
  }

  /** The patterns, and the servlet of each. */
  Map<String, ServletRegistration> all() {
    return Map.copyOf(byPattern);
  }

  /** The exact path, then the longest that it begins with, then its extension, then the default. */
  Optional<String> pattern(String path) {
    // The pattern "" is the first page exactly; "/" is what is left over.
    String exact = path.equals("/") ? "" : path;
    if (byPattern.containsKey(exact)) {
      return Optional.of(exact);
    }
    return longest(path).or(() -> extension(path)).or(this::fallback);
  }

  /** Those of these paths that go to no servlet: not every container calls a filter for them. */
  List<String> without(List<String> paths) {
    return paths.stream().filter(path -> pattern(path).isEmpty()).toList();
  }

  private Optional<String> longest(String path) {
    for (int end = path.length(); end >= 0; end = path.lastIndexOf('/', end - 1)) {
      String pattern = path.substring(0, end) + "/*";
      if (byPattern.containsKey(pattern)) {
        return Optional.of(pattern);
      }
      if (end == 0) {
        break;
      }
    }
    return Optional.empty();
  }

  private Optional<String> extension(String path) {
    int dot = path.lastIndexOf('.');
    return Optional.of("*." + path.substring(dot + 1))
        .filter(pattern -> dot > path.lastIndexOf('/') && byPattern.containsKey(pattern));
  }

  private Optional<String> fallback() {
    return Optional.of("/").filter(byPattern::containsKey);
  }

  /** A path that a pattern stands for. */
  static String example(String pattern) {
    if (pattern.startsWith("*.")) {
      return "/x" + pattern.substring(1);
    }
    if (pattern.endsWith("/*")) {
      return pattern.substring(0, pattern.length() - 1) + "x";
    }
    return pattern.isEmpty() ? "/" : pattern.equals("/") ? "/x" : pattern;
  }
}
