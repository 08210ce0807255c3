package io.vestibule.auth.proxy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the usual sign-in services call their fields. */
enum Preset {
  GENERIC("Remote-User", "Remote-Email", "Remote-Name", "Remote-Groups", ','),
  TINYAUTH("Remote-User", "Remote-Email", "Remote-Name", "Remote-Groups", ','),
  AUTHELIA("Remote-User", "Remote-Email", "Remote-Name", "Remote-Groups", ','),
  AUTHENTIK(
      "X-authentik-username", "X-authentik-email", "X-authentik-name", "X-authentik-groups", '|'),
  OAUTH2_PROXY(
      "X-Forwarded-User",
      "X-Forwarded-Email",
      "X-Forwarded-Preferred-Username",
      "X-Forwarded-Groups",
      ',');

  /** Whatever else says who a user is, as far as it is known: none of it may reach an application unread. */
  static final List<String> KNOWN_FIELDS = List.of(
      "Remote-User",
      "Remote-Email",
      "Remote-Name",
      "Remote-Groups",
      "Remote-Sub",
      "X-Remote-User",
      "X-Remote-Email",
      "X-Remote-Name",
      "X-Remote-Group",
      "X-Remote-Groups",
      "X-Forwarded-User",
      "X-Forwarded-Email",
      "X-Forwarded-Groups",
      "X-Forwarded-Preferred-Username",
      "X-Auth-Request-User",
      "X-Auth-Request-Email",
      "X-Auth-Request-Groups",
      "X-Auth-Request-Preferred-Username",
      "X-authentik-username",
      "X-authentik-email",
      "X-authentik-name",
      "X-authentik-groups",
      "X-authentik-uid",
      "X-Authenticated-User",
      "X-WebAuth-User",
      "X-WebAuth-Email",
      "X-WebAuth-Name",
      "X-WebAuth-Groups");

  private final String user;
  private final String email;
  private final String fullName;
  private final String groups;
  private final char separator;

  Preset(String user, String email, String fullName, String groups, char separator) {
    this.user = user;
    this.email = email;
    this.fullName = fullName;
    this.groups = groups;
    this.separator = separator;
  }

  ProxyHeaders headers() {
    return new ProxyHeaders(user, email, fullName, groups, separator);
  }

  /** As the file writes them. */
  static String[] words() {
    return Arrays.stream(values()).map(Preset::word).toArray(String[]::new);
  }

  static Preset of(String word) {
    return Arrays.stream(values())
        .filter(preset -> preset.word().equals(word))
        .findFirst()
        .orElse(GENERIC);
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
