package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The settings that docs/providers.md and docs/jwt.md show, with the addresses and the secret of the tests. */
final class ProviderPages {
  private static final String PAGE = "docs/providers.md";
  private static final Path KEYCLOAK = Path.of("src/test/resources/providers/keycloak-realm.json");
  private static final String PROVIDER = "https://id.example.org";
  private static final String APPLICATION = "https://tickets.example.org/";

  private ProviderPages() {}

  /** The file for an application, here, whose issuer the page shows like this. */
  static String ini(RealProvider provider, String issuer, String application) throws IOException {
    return with(
        only(PAGE, "ini", issuer),
        Map.of(
            issuer,
            provider.issuer(),
            APPLICATION,
            application,
            "${file:/run/secrets/oauth}",
            RealProvider.SECRET));
  }

  /** The file for an application that takes tokens of a realm of Keycloak. */
  static String iniForTokens(RealProvider keycloak) throws IOException {
    String issuer = PROVIDER + "/realms/house";
    return with(only("docs/jwt.md", "ini", issuer), Map.of(issuer, keycloak.issuer()));
  }

  /**
   * A realm of Keycloak in which the application and the tokens of a script are set up as the pages say. The application
   * is there twice more: as {@code brief}, whose access tokens end after four seconds, and as {@code keyed}, which shows
   * that it has this key.
   */
  static String realm(String application, JWK key) throws IOException, ParseException {
    Map<String, Object> realm = JSONObjectUtils.parse(Files.readString(KEYCLOAK));
    List<Object> clients =
        new ArrayList<>(List.of(JSONObjectUtils.getJSONObjectArray(realm, "clients")));
    String client = with(
        only(PAGE, "json", "\"pkce.code.challenge.method\""),
        Map.of(APPLICATION, application, "the secret", RealProvider.SECRET));
    String audience = only("docs/jwt.md", "json", "oidc-audience-mapper");
    Map<String, Object> script = JSONObjectUtils.getJSONObjectArray(realm, "clients")[0];
    script.put("protocolMappers", List.of(JSONObjectUtils.parse(audience)));
    clients.set(0, script);
    clients.add(JSONObjectUtils.parse(client));
    clients.add(another("brief", client, Map.of("access.token.lifespan", "4")));
    Map<String, Object> keyed = another(
        "keyed",
        client,
        Map.of("use.jwks.string", "true", "jwks.string", new JWKSet(key).toString()));
    keyed.put("clientAuthenticatorType", "client-jwt");
    clients.add(keyed);
    realm.put("clients", clients);
    return JSONObjectUtils.toJSONString(realm);
  }

  private static Map<String, Object> another(
      String name, String client, Map<String, Object> attributes) throws ParseException {
    Map<String, Object> another = JSONObjectUtils.parse(client);
    another.put("clientId", name);
    Map<String, Object> all = JSONObjectUtils.getJSONObject(another, "attributes");
    all.putAll(attributes);
    another.put("attributes", all);
    return another;
  }

  /** Glewlwyd's plugin at this address. */
  static String glewlwydPlugin(String address) throws IOException, GeneralSecurityException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    KeyPair pair = keys.generateKeyPair();
    return with(
        only(PAGE, "json", "\"module\": \"oidc\""),
        Map.of(
            PROVIDER,
            address,
            "the private key",
            inJson(pem("PRIVATE KEY", pair.getPrivate())),
            "the public key",
            inJson(pem("PUBLIC KEY", pair.getPublic()))));
  }

  /** Glewlwyd's client for an application. */
  static String glewlwydClient(String application) throws IOException {
    return with(
        only(PAGE, "json", "\"backchannel_logout_uri\""),
        Map.of(APPLICATION, application, "the secret", RealProvider.SECRET));
  }

  /** A key as its file says it (RFC 7468). */
  static String pem(String label, Key key) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }

  private static String inJson(String text) {
    return text.replace("\n", "\\n");
  }

  private static String only(String page, String language, String part) throws IOException {
    List<String> found = Snippets.of(page).in(language).stream()
        .filter(text -> text.contains(part))
        .toList();
    assertThat(found).as("%s in %s", part, page).hasSize(1);
    return found.get(0);
  }

  private static String with(String text, Map<String, String> others) {
    String changed = text;
    for (Map.Entry<String, String> other : others.entrySet()) {
      assertThat(changed).contains(other.getKey());
      changed = changed.replace(other.getKey(), other.getValue());
    }
    return changed;
  }
}
