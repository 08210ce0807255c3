package io.vestibule.auth.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a provider says of itself (OpenID Connect Discovery 1.0, 3). */
final class Metadata {
  private Metadata() {}

  static Map<String, Object> of(String issuer, Map<String, Object> offers, Set<String> lacking) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("issuer", issuer);
    metadata.put("authorization_endpoint", issuer + "/authorize");
    metadata.put("token_endpoint", issuer + "/token");
    metadata.put("userinfo_endpoint", issuer + "/userinfo");
    metadata.put("jwks_uri", issuer + "/jwks");
    metadata.put("end_session_endpoint", issuer + "/logout");
    metadata.put("pushed_authorization_request_endpoint", issuer + "/par");
    metadata.put("response_types_supported", List.of("code"));
    metadata.put("response_modes_supported", List.of("query", "form_post"));
    metadata.put("grant_types_supported", List.of("authorization_code", "refresh_token"));
    metadata.put("subject_types_supported", List.of("public"));
    metadata.put("id_token_signing_alg_values_supported", List.of("RS256"));
    metadata.put("code_challenge_methods_supported", List.of("S256"));
    metadata.put("scopes_supported", List.of("openid", "email", "profile", "offline_access"));
    metadata.put(
        "token_endpoint_auth_methods_supported",
        List.of("client_secret_basic", "client_secret_post", "private_key_jwt"));
    metadata.put("authorization_response_iss_parameter_supported", true);
    metadata.put("backchannel_logout_supported", true);
    metadata.put("backchannel_logout_session_supported", true);
    metadata.put("frontchannel_logout_supported", true);
    metadata.put("frontchannel_logout_session_supported", true);
    metadata.putAll(offers);
    metadata.keySet().removeAll(lacking);
    return metadata;
  }
}
