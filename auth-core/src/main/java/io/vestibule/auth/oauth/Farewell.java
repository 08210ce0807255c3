package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.oauth.Provider.Address;
import io.vestibule.auth.session.Reception;
import java.net.URI;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a browser signs out at the provider, too (OpenID Connect RP-Initiated Logout 1.0, 2). The ID token by which the
 * provider knows the session was kept here. Thread-safe.
 */
record Farewell(Client client, Party party, Vault vault, String base) {
  /** Longer addresses are refused on the way. */
  private static final int LONGEST_HINT = 4_000;

  Optional<URI> address(AuthRequest request, Reception.Visit visit) {
    return client.openid()
        ? party.address(Address.LOGOUT).map(end -> with(end, parameters(request, visit)))
        : Optional.empty();
  }

  private Map<String, String> parameters(AuthRequest request, Reception.Visit visit) {
    Map<String, String> parameters = new LinkedHashMap<>();
    vault
        .find(visit.session())
        .map(kept -> kept.idToken().reveal())
        .filter(token -> !token.isEmpty() && token.length() <= LONGEST_HINT)
        .ifPresent(token -> parameters.put("id_token_hint", token));
    parameters.put("client_id", client.id());
    parameters.put(
        "post_logout_redirect_uri", request.origin() + request.contextPath() + base + "/logout");
    return parameters;
  }

  private static URI with(URI address, Map<String, String> parameters) {
    String query = parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
    return URI.create(address + (address.getRawQuery() == null ? "?" : "&") + query);
  }
}
