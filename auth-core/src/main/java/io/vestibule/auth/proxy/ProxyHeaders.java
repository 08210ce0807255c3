package io.vestibule.auth.proxy;

import io.vestibule.auth.AuthRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields by which a proxy says who the user is. Immutable.
 *
 * @param separator what stands between two groups
 */
record ProxyHeaders(String user, String email, String name, String groups, char separator) {

  /** What they say, unread; {@code ""} for what is missing. */
  record Said(String user, String email, String name, String groups) {
    int length() {
      return user.length() + email.length() + name.length() + groups.length();
    }
  }

  /**
   * What they say. Each of them can be said once; empty where one comes twice: whoever wrote the second one was not the
   * proxy, or a proxy that appends.
   */
  Optional<Said> of(AuthRequest request) {
    List<String> users = request.headers(user);
    List<String> emails = request.headers(email);
    List<String> names = request.headers(name);
    List<String> allGroups = request.headers(groups);
    return Math.max(Math.max(users.size(), emails.size()), Math.max(names.size(), allGroups.size()))
            > 1
        ? Optional.empty()
        : Optional.of(new Said(only(users), only(emails), only(names), only(allGroups)));
  }

  /** Two may be the same: then the user's name is the address, for instance. */
  Set<String> names() {
    return Set.copyOf(List.of(user, email, name, groups));
  }

  private static String only(List<String> values) {
    return values.isEmpty() ? "" : values.get(0);
  }
}
