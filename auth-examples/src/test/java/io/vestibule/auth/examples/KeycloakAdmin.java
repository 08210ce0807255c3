package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.Map;

/** An administrator of a realm of Keycloak, by Keycloak's own API. */
record KeycloakAdmin(Client client) {
  static KeycloakAdmin of(RealProvider keycloak) throws Exception {
    String token = new ProviderRequests(keycloak.issuer().replace("/house", "/master"))
        .publicToken("admin-cli", "admin", RealProvider.PASSWORD);
    return new KeycloakAdmin(Client.of(keycloak.issuer().replace("/realms/", "/admin/realms/"))
        .with("Authorization", "Bearer " + token));
  }

  /** Ends all sessions of a user. */
  void throwOut(String username) throws Exception {
    assertThat(client.post("/users/" + id(username) + "/logout", "").statusCode())
        .isEqualTo(204);
  }

  /** Has a user leave the only group. */
  void expel(String username) throws Exception {
    String group = only("/groups");
    String path = "/users/" + id(username) + "/groups/" + group;
    assertThat(client.delete(path).statusCode()).isEqualTo(204);
  }

  private String id(String username) throws Exception {
    return only("/users?exact=true&username=" + username);
  }

  private String only(String path) throws Exception {
    String body = "{\"found\":" + client.get(path).body() + "}";
    Map<String, Object>[] found =
        JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(body), "found");
    assertThat(found).as(body).hasSize(1);
    return (String) found[0].get("id");
  }
}
