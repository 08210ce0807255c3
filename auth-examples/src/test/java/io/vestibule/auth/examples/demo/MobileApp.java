package io.vestibule.auth.examples.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.examples.Client;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An app that lets people sign in as AppAuth does (RFC 8252): it finds the addresses, opens a browser, waits at its
 * redirect URI, and exchanges the code. It knows nothing but the issuer and what the RFCs say.
 */
final class MobileApp {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String issuer;
  private final String redirectUri;
  private final Map<String, Object> addresses;
  private final String verifier = random();
  private final String state = random();

  private MobileApp(String issuer, String redirectUri, Map<String, Object> addresses) {
    this.issuer = issuer;
    this.redirectUri = redirectUri;
    this.addresses = addresses;
  }

  /** Step 1: discovery (RFC 8414). */
  static MobileApp discover(String issuer, String redirectUri) throws Exception {
    HttpResponse<String> found = Client.of(issuer).get("/.well-known/oauth-authorization-server");
    Map<String, Object> addresses = JSONObjectUtils.parse(found.body());
    if (!issuer.equals(addresses.get("issuer"))) {
      throw new AssertionError("another issuer: " + addresses);
    }
    return new MobileApp(issuer, redirectUri, addresses);
  }

  /** Step 2: where the browser goes, within the issuer. */
  String authorization() throws Exception {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("response_type", "code");
    parameters.put("client_id", "mobile");
    parameters.put("redirect_uri", redirectUri);
    parameters.put("scope", "read");
    parameters.put("state", state);
    parameters.put("code_challenge", challenge());
    parameters.put("code_challenge_method", "S256");
    return path("authorization_endpoint") + "?" + encoded(parameters);
  }

  /** Step 3: the browser has come to the redirect URI. The app looks whether that answers its own request. */
  String code(URI redirect) {
    Map<String, String> parameters = Arrays.stream(redirect.getRawQuery().split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
    if (!state.equals(parameters.get("state")) || !issuer.equals(parameters.get("iss"))) {
      throw new AssertionError("an answer to something else: " + redirect);
    }
    return parameters.getOrDefault("code", "");
  }

  /** Step 4: the exchange (RFC 6749, 4.1.3). */
  HttpResponse<String> exchange(String code) throws Exception {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("grant_type", "authorization_code");
    parameters.put("code", code);
    parameters.put("code_verifier", verifier);
    parameters.put("redirect_uri", redirectUri);
    parameters.put("client_id", "mobile");
    return post(parameters);
  }

  /** Later: new tokens (RFC 6749, 6). */
  HttpResponse<String> refresh(String refreshToken) throws Exception {
    return post(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
  }

  private HttpResponse<String> post(Map<String, String> parameters) throws Exception {
    return Client.of(issuer)
        .with("Accept", "application/json")
        .post(path("token_endpoint"), encoded(parameters));
  }

  private String path(String endpoint) {
    return String.valueOf(addresses.get(endpoint)).substring(issuer.length());
  }

  private String challenge() throws Exception {
    return BASE64.encodeToString(
        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
  }

  private static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  private static String encoded(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}
