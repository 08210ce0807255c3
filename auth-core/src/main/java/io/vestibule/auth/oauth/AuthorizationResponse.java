package io.vestibule.auth.oauth;

import io.vestibule.auth.Form;
import io.vestibule.auth.oauth.SignInRefusedException.Page;
import io.vestibule.auth.store.Fields;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider answers by way of the browser (RFC 6749, 4.1.2; RFC 9207). Each parameter comes once, and no answer
 * but that of the code flow is one. Immutable.
 */
record AuthorizationResponse(Map<String, String> parameters) {
  private static final Set<String> OURS =
      Set.of("state", "code", "iss", "error", "error_description");
  private static final Set<String> OTHER_FLOWS =
      Set.of("access_token", "id_token", "token_type", "expires_in", "response", "refresh_token");
  private static final int LONGEST = 4_096;

  AuthorizationResponse {
    parameters = Map.copyOf(parameters);
  }

  static AuthorizationResponse ofQuery(String query) {
    return of(Form.ofQuery(query).orElseThrow(() -> malformed("it cannot be decoded")));
  }

  static AuthorizationResponse of(Form all) {
    Map<String, String> once = new HashMap<>();
    all.fields()
        .forEach((name, values) -> values.forEach(value -> {
          if (once.put(name, value) != null) {
            throw malformed("a parameter comes twice");
          }
        }));
    return of(once);
  }

  private static AuthorizationResponse of(Map<String, String> all) {
    if (all.keySet().stream().anyMatch(OTHER_FLOWS::contains)) {
      throw malformed("it is not of the code flow");
    }
    if (all.containsKey("code") == all.containsKey("error")) {
      throw malformed("it must have a code or an error, and not both");
    }
    Map<String, String> ours = new HashMap<>(all);
    ours.keySet().retainAll(OURS);
    if (ours.getOrDefault("code", "-").isBlank()) {
      throw malformed("its code is empty");
    }
    if (ours.values().stream().anyMatch(value -> value.length() > LONGEST)) {
      throw malformed("it is too long");
    }
    return new AuthorizationResponse(ours);
  }

  /** As text that is sealed on the way from one request to the next. */
  String write() {
    Fields.Writer text = Fields.write();
    parameters.forEach(text::put);
    return text.toString();
  }

  static Optional<AuthorizationResponse> read(String text) {
    return Fields.parse(text).map(fields -> new AuthorizationResponse(fields.values()));
  }

  String state() {
    return parameters.getOrDefault("state", "");
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  private static SignInRefusedException malformed(String detail) {
    return SignInRefusedException.because(
        Page.STALE, "oauth-answer", "the answer is refused: " + detail);
  }

  @Override
  public String toString() {
    return "Answer" + parameters.keySet();
  }
}
