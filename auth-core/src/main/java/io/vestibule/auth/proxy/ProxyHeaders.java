package io.vestibule.auth.proxy;

import io.vestibule.auth.AuthRequest;
import java.util.List;
import java.util.Set;

/**
 * The fields by which a proxy says who the user is. Immutable.
 *
 * @param separator what stands between two groups
 */
record ProxyHeaders(String user, String email, String name, String groups, char separator) {

  /** What they say, unread; {@code ""} for what is missing. */
  record Said(String user, String email, String name, String groups) {}

  Said of(AuthRequest request) {
    return new Said(
        value(request, user), value(request, email), value(request, name), value(request, groups));
  }

  Set<String> names() {
    return Set.of(user, email, name, groups);
  }

  /** Each of them can be said once: whoever wrote the second one was not the proxy, or a proxy that appends. */
  boolean isDoubled(AuthRequest request) {
    for (String field : List.of(user, email, name, groups)) {
      if (request.headers(field).size() > 1) {
        return true;
      }
    }
    return false;
  }

  private static String value(AuthRequest request, String field) {
    return request.header(field).orElse("");
  }
}
