package io.vestibule.auth.jwt;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.remote.RemoteDocument;
import io.vestibule.auth.remote.RemoteUrl;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0, 3; RFC 8414, 2), as far as anybody here asks. Its
 * issuer is the one that was asked for, letter by letter; its addresses are https, or http on loopback. Immutable.
 */
public final class ProviderMetadata {
  private static final Set<String> KEPT = Set.of(
      "issuer",
      "jwks_uri",
      "code_challenge_methods_supported",
      "token_endpoint_auth_methods_supported",
      "id_token_signing_alg_values_supported",
      "response_modes_supported",
      "authorization_response_iss_parameter_supported",
      "require_pushed_authorization_requests",
      "backchannel_logout_supported",
      "backchannel_logout_session_supported",
      "frontchannel_logout_supported",
      "frontchannel_logout_session_supported");

  private final Map<String, Object> members;

  private ProviderMetadata(Map<String, Object> members) {
    this.members = Map.copyOf(members);
  }

  /**
   * Reads the metadata of this issuer.
   *
   * @throws IllegalArgumentException when they are somebody else's, or an address is none that we speak to
   */
  public static ProviderMetadata parse(String issuer, String json) {
    Map<String, Object> all = JsonText.object(json)
        .orElseThrow(() -> new IllegalArgumentException("the metadata are no JSON object"));
    if (!issuer.equals(all.get("issuer"))) {
      throw new IllegalArgumentException("the metadata name the issuer " + all.get("issuer")
          + ", but " + issuer + " was asked for: write it exactly like that");
    }
    Map<String, Object> kept = new HashMap<>();
    Claims.frozen(all).forEach((name, value) -> {
      if (KEPT.contains(name) || name.endsWith("_endpoint")) {
        kept.put(name, value);
      }
    });
    kept.forEach(ProviderMetadata::check);
    return new ProviderMetadata(kept);
  }

  private static void check(String name, Object value) {
    if (name.endsWith("_endpoint") || name.equals("jwks_uri")) {
      String fault = value instanceof String url ? RemoteUrl.fault(url).orElse("") : "is no text";
      if (!fault.isEmpty()) {
        throw new IllegalArgumentException("in the metadata, " + name + " " + fault);
      }
    }
  }

  /** How they are read and kept. */
  static RemoteDocument.Format<ProviderMetadata> format(String issuer) {
    return new RemoteDocument.Format<>(
        text -> ProviderMetadata.parse(issuer, text),
        metadata -> JSONObjectUtils.toJSONString(new TreeMap<>(metadata.members)));
  }

  /** Who it is. */
  public String issuer() {
    return String.valueOf(members.get("issuer"));
  }

  /** An address: {@code token_endpoint}, {@code jwks_uri}; empty where the provider names none. */
  public Optional<URI> url(String member) {
    return members.get(member) instanceof String url ? RemoteUrl.parse(url) : Optional.empty();
  }

  /** A list such as {@code code_challenge_methods_supported}; empty where the provider does not say. */
  public List<String> texts(String member) {
    Object value = members.get(member);
    return value == null ? List.of() : Claims.texts(value);
  }

  /** A switch such as {@code backchannel_logout_supported}; off where the provider does not say. */
  public boolean flag(String member) {
    return Boolean.TRUE.equals(members.get(member));
  }
}
