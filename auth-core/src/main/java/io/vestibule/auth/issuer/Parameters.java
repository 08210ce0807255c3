package io.vestibule.auth.issuer;

import io.vestibule.auth.Form;
import java.util.List;
import java.util.Map;

/** What a request says, by our names and by those of OAuth (RFC 6749, RFC 7636). Immutable. */
record Parameters(Form form) {
  private static final Map<String, String> OF_OAUTH = Map.of(
      "authorization_code", "code",
      "pkce_code_verifier", "code_verifier",
      "pkce_code_challenge", "code_challenge",
      "pkce_code_challenge_method", "code_challenge_method");

  /** The value; {@code ""} where it is missing. */
  String text(String name) {
    return form.value(name)
        .or(() -> form.value(OF_OAUTH.getOrDefault(name, name)))
        .orElse("");
  }

  boolean has(String name) {
    return !text(name).isEmpty();
  }

  /** Whether one of these comes more than once (RFC 6749, 3.1). */
  boolean repeats(List<String> names) {
    return names.stream()
        .anyMatch(name -> form.values(name).size() > 1
            || form.values(OF_OAUTH.getOrDefault(name, name)).size() > 1);
  }
}
