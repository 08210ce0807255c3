package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a program may ask of the provider whose issuer this is, without Vestibule in between. */
record ProviderRequests(String issuer) {

  /** The issuer without its path. */
  String origin() {
    return URI.create(issuer).resolve("/").toString();
  }

  /** Where a browser is sent that comes without PKCE. */
  String withoutChallenge(String client, String redirect) throws Exception {
    Map<String, String> parameters = Map.of(
        "response_type", "code",
        "client_id", client,
        "redirect_uri", redirect,
        "scope", "openid",
        "state", "a",
        "nonce", "b");
    String address = endpoint("authorization_endpoint") + "?" + form(parameters);
    return Client.of(address).get("").headers().firstValue("Location").orElseThrow();
  }

  /** An access token for this client, whose secret is that of the tests. */
  String token(String client, Map<String, String> parameters) throws Exception {
    return token(Client.of(endpoint("token_endpoint")).as(client, RealProvider.SECRET), parameters);
  }

  /** An access token of a user for a client without a secret. */
  String publicToken(String client, String username, String password) throws Exception {
    return token(
        Client.of(endpoint("token_endpoint")),
        Map.of(
            "grant_type", "password",
            "client_id", client,
            "username", username,
            "password", password));
  }

  /** An access token for whoever asks there. */
  static String token(Client client, Map<String, String> parameters) throws Exception {
    HttpResponse<String> answer = client.post("", form(parameters));
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return (String) JSONObjectUtils.parse(answer.body()).get("access_token");
  }

  String endpoint(String name) throws IOException, InterruptedException, ParseException {
    String metadata = Client.of(issuer).get("/.well-known/openid-configuration").body();
    return (String) JSONObjectUtils.parse(metadata).get(name);
  }

  static String form(Map<String, String> parameters) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
  }
}
