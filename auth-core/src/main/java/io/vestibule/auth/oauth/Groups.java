package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads groups where a provider puts them: {@code groups}, or {@code realm_access.roles}. */
final class Groups {
  private static final int MOST = 200;
  private static final int MOST_CHARACTERS = 2_000;

  private Groups() {}

  /** A text, or a list of texts; empty where there is nothing of that sort. A claim may have dots in its name. */
  static Optional<List<String>> at(Map<?, ?> claims, String path) {
    Object whole = claims.get(path);
    if (whole != null) {
      return texts(whole);
    }
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      if (claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
        Optional<List<String>> found = at(inner, path.substring(dot + 1));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<List<String>> texts(@Nullable Object value) {
    if (value instanceof String one) {
      return Optional.of(List.of(one));
    }
    if (!(value instanceof List<?> list)) {
      return Optional.empty();
    }
    return Optional.of(
        list.stream().filter(String.class::isInstance).map(String.class::cast).toList());
  }

  /** As many as a session can keep, in the spelling of its record. */
  static List<String> bounded(List<String> groups) {
    List<String> kept = new ArrayList<>();
    int characters = 0;
    for (String group : groups) {
      characters += URLEncoder.encode(group, UTF_8).length() + 9;
      if (kept.size() == MOST || characters > MOST_CHARACTERS) {
        break;
      }
      if (!group.isBlank()) {
        kept.add(group);
      }
    }
    return List.copyOf(kept);
  }
}
