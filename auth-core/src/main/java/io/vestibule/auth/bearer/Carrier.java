package io.vestibule.auth.bearer;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.internal.Schemes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a token stands in a request, and how it is asked for. Immutable.
 *
 * @param scheme what a challenge names, and what stands before the token in {@code Authorization}
 * @param header the field that holds nothing but the token; empty where it stands in {@code Authorization}
 */
record Carrier(String scheme, Optional<String> header, String realm) {
  private static final Set<String> NOT_OURS = Set.of("basic", "digest", "negotiate", "ntlm");
  private static final Set<String> TAKEN = Set.of(
      "authorization", "cookie", "host", "origin", "referer", "content-length", "content-type");

  static Carrier authorization(String scheme, String realm) {
    return new Carrier(scheme, Optional.empty(), realm);
  }

  /** RFC 9110, 11.1 and 5.1: both are tokens. */
  static boolean isScheme(String text) {
    return Schemes.isToken(text) && !NOT_OURS.contains(text.toLowerCase(Locale.ROOT));
  }

  static boolean isHeader(String text) {
    return Schemes.isToken(text) && !TAKEN.contains(text.toLowerCase(Locale.ROOT));
  }

  /** What {@code HttpServletRequest.getAuthType} says. */
  String authType() {
    return header.orElse(scheme);
  }

  /** All tokens that are shown; more than one are none that could be believed. */
  List<String> shown(AuthRequest request) {
    return header.map(request::headers).orElseGet(() -> request.authorization(scheme).stream()
        .toList());
  }

  /** RFC 6750, 3: an error is named only where a token was shown. */
  Challenge challenge(boolean wrong) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("realm", realm);
    header.ifPresent(name -> parameters.put("header", name));
    if (wrong) {
      parameters.put("error", "invalid_token");
    }
    return Challenge.header(scheme, parameters);
  }
}
