package io.vestibule.auth.jwt;

import io.vestibule.auth.config.Settings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Warns where the users of two issuers could be taken for one another, because nothing goes before their names. */
final class Namesakes {
  private final Map<String, String> byPrefix = new ConcurrentHashMap<>();

  void add(Settings settings, String prefix) {
    String other = byPrefix.putIfAbsent(prefix, settings.name());
    if (other != null) {
      settings.warn(
          "subject_prefix",
          "a user of this issuer may have the name of one of " + other,
          "write subject_prefix = " + settings.name().replaceAll(".*\\.", "") + ":");
    }
  }
}
