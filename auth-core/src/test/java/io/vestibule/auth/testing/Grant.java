package io.vestibule.auth.testing;

import java.util.Map;

/** What somebody allowed a client. Immutable. */
record Grant(String subject, String sid, long authenticated, Map<String, String> asked) {

  String asked(String name) {
    return asked.getOrDefault(name, "");
  }

  /** What a refresh goes on with: the nonce belongs to the first ID token. */
  Grant refreshed() {
    Map<String, String> rest = new java.util.LinkedHashMap<>(asked);
    rest.remove("nonce");
    return new Grant(subject, sid, authenticated, Map.copyOf(rest));
  }
}
