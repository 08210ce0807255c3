package io.vestibule.auth.examples.demo;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes maps, collections, numbers and texts as JSON (RFC 8259); whatever else is written as its text. */
final class Json {
  private Json() {}

  static void send(HttpServletResponse response, Map<String, ?> members) throws IOException {
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.getWriter().println(of(members));
  }

  static String of(@Nullable Object value) {
    if (value == null || value instanceof Boolean || value instanceof Number) {
      return String.valueOf(value);
    }
    if (value instanceof Map<?, ?> members) {
      return members.entrySet().stream()
          .map(member -> of(String.valueOf(member.getKey())) + ":" + of(member.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return value instanceof Collection<?> elements
        ? elements.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"))
        : quoted(value.toString());
  }

  private static String quoted(String text) {
    return text.chars()
        .mapToObj(c -> escaped((char) c))
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(char c) {
    if (c < ' ' || Character.isSurrogate(c)) {
      return String.format("\\u%04x", (int) c);
    }
    return c == '"' || c == '\\' ? "\\" + c : String.valueOf(c);
  }
}
