package io.vestibule.auth.oauth;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.oauth.Provider.Address;
import io.vestibule.auth.oauth.Refused.Page;
import io.vestibule.auth.remote.RemoteResponse;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Exchanges what proves something for tokens (RFC 6749, 4.1.3 and 6), and hands in requests (RFC 9126). Thread-safe. */
final class TokenEndpoint {
  private static final int LONGEST_ERROR = 200;
  private static final String SUPPORTED = "token_endpoint_auth_methods_supported";

  private final Party party;
  private final ClientProof proof;

  TokenEndpoint(Party party, ClientProof proof) {
    this.party = party;
    this.proof = proof;
  }

  /** The tokens for a code; the verifier shows that it was we who asked for it. */
  Tokens exchange(String code, String redirectUri, String verifier) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirectUri);
    form.put("code_verifier", verifier);
    return tokens(post(party.needed(Address.TOKEN), form));
  }

  /** The tokens for a refresh token; a new refresh token, where there is one, replaces it. */
  Tokens refresh(Secret refreshToken) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken.reveal());
    return tokens(post(party.needed(Address.TOKEN), form));
  }

  /** Hands in a request beforehand and returns the name that stands for it (RFC 9126, 2.2). */
  String push(URI endpoint, Map<String, String> parameters) {
    Map<String, Object> answer = post(endpoint, parameters);
    if (answer.get("request_uri") instanceof String name && !name.isBlank()) {
      return name;
    }
    throw Refused.because(Page.FAILED, "oauth-push", "the provider names no request_uri");
  }

  private Map<String, Object> post(URI endpoint, Map<String, String> parameters) {
    ClientProof.Shown shown = proof.at(endpoint, party.published(SUPPORTED));
    Map<String, String> form = new LinkedHashMap<>(parameters);
    form.putAll(shown.form());
    RemoteResponse response = party.remote().post(endpoint, shown.headers(), form);
    Map<String, Object> answer = json(response);
    boolean fine = response.status() / 100 == 2 && !answer.containsKey("error");
    if (fine) {
      return answer;
    }
    if (response.status() >= 500 || response.status() == 429 || !answer.containsKey("error")) {
      throw new AuthUnavailableException(
          endpoint.getHost() + " answers " + response.status(), Duration.ofSeconds(5));
    }
    throw Refused.because(
        Page.FAILED,
        "oauth-code",
        endpoint.getPath() + " answers " + response.status() + " " + error(answer));
  }

  private static Map<String, Object> json(RemoteResponse response) {
    try {
      Map<String, Object> members = JSONObjectUtils.parse(response.text());
      return members == null ? Map.of() : members;
    } catch (ParseException none) {
      if (response.status() / 100 != 2) {
        return Map.of();
      }
      throw Refused.because(Page.FAILED, "oauth-answer", "the token endpoint's answer is no JSON");
    }
  }

  private static String error(Map<String, Object> answer) {
    String text = answer.get("error") + " " + answer.getOrDefault("error_description", "");
    return Printable.of(text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) : text);
  }

  private static Tokens tokens(Map<String, Object> answer) {
    String access = text(answer, "access_token");
    String type = text(answer, "token_type");
    if (access.isEmpty() || !(type.isEmpty() || type.equalsIgnoreCase("bearer"))) {
      throw Refused.because(
          Page.FAILED, "oauth-answer", "there is no access token of the type Bearer");
    }
    return new Tokens(
        Secret.of(access),
        Secret.of(text(answer, "id_token")),
        Secret.of(text(answer, "refresh_token")),
        answer.get("expires_in") instanceof Number seconds && seconds.longValue() > 0
            ? Duration.ofSeconds(
                Math.min(seconds.longValue(), Duration.ofDays(365).toSeconds()))
            : Duration.ZERO);
  }

  private static String text(Map<String, Object> answer, String name) {
    return answer.get(name) instanceof String text ? text : "";
  }
}
