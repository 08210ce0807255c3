package io.vestibule.auth.oauth;

import static io.vestibule.auth.oauth.Provider.Address.AUTHORIZATION;
import static io.vestibule.auth.oauth.Provider.Address.EMAILS;
import static io.vestibule.auth.oauth.Provider.Address.KEYS;
import static io.vestibule.auth.oauth.Provider.Address.LOGOUT;
import static io.vestibule.auth.oauth.Provider.Address.TOKEN;
import static io.vestibule.auth.oauth.Provider.Address.USERINFO;
import static io.vestibule.auth.oauth.Provider.Deviation.ACCOUNT_STATE;
import static io.vestibule.auth.oauth.Provider.Deviation.CONFIRMED_AT;
import static io.vestibule.auth.oauth.Provider.Deviation.FORM_POST;
import static io.vestibule.auth.oauth.Provider.Deviation.LISTED_EMAILS;
import static io.vestibule.auth.oauth.Provider.Deviation.NO_ID_TOKEN;
import static io.vestibule.auth.oauth.Provider.Deviation.SECRET_IN_FORM;
import static io.vestibule.auth.oauth.Provider.Deviation.SIGNED_SECRET;
import static io.vestibule.auth.oauth.Provider.Deviation.TENANT_IN_ISSUER;

import io.vestibule.auth.oauth.Provider.Profile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The providers that are known by name. Their addresses stand here, so that a browser is sent off without asking
 * anybody; what a provider publishes is used where nothing stands here.
 */
final class Providers {
  static final String GENERIC = "generic";

  private static final List<String> OPENID = List.of("openid", "email", "profile");

  private static final Map<String, Provider> TABLE = table(
      new Provider(
          "google",
          "Google",
          "https://accounts.google.com",
          Map.of(
              AUTHORIZATION, "https://accounts.google.com/o/oauth2/v2/auth",
              TOKEN, "https://oauth2.googleapis.com/token",
              USERINFO, "https://openidconnect.googleapis.com/v1/userinfo",
              KEYS, "https://www.googleapis.com/oauth2/v3/certs"),
          OPENID,
          Profile.OPENID,
          Map.of(),
          Set.of()),
      new Provider(
          "github",
          "GitHub",
          "https://github.com/login/oauth",
          Map.of(
              AUTHORIZATION, "https://github.com/login/oauth/authorize",
              TOKEN, "https://github.com/login/oauth/access_token",
              USERINFO, "https://api.github.com/user",
              EMAILS, "https://api.github.com/user/emails"),
          List.of("read:user", "user:email"),
          new Profile("id", "email", Profile.NEVER, "login"),
          Map.of(),
          Set.of(NO_ID_TOKEN, SECRET_IN_FORM, LISTED_EMAILS)),
      new Provider(
          "gitlab",
          "GitLab",
          "https://gitlab.com",
          Map.of(
              AUTHORIZATION, "{issuer}/oauth/authorize",
              TOKEN, "{issuer}/oauth/token",
              USERINFO, "{issuer}/api/v4/user",
              KEYS, "{issuer}/oauth/discovery/keys"),
          List.of("read_user", "email"),
          new Profile("id", "email", "confirmed_at", "name"),
          Map.of(),
          Set.of(NO_ID_TOKEN, ACCOUNT_STATE, CONFIRMED_AT)),
      new Provider(
          "microsoft",
          "Microsoft",
          "https://login.microsoftonline.com/{tenant}/v2.0",
          Map.of(
              AUTHORIZATION, "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
              TOKEN, "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
              USERINFO, "https://graph.microsoft.com/oidc/userinfo",
              KEYS, "https://login.microsoftonline.com/{tenant}/discovery/v2.0/keys",
              LOGOUT, "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/logout"),
          OPENID,
          new Profile("sub", "email", "xms_edov", "name"),
          Map.of(),
          Set.of(SECRET_IN_FORM, TENANT_IN_ISSUER)),
      new Provider(
          "apple",
          "Apple",
          "https://appleid.apple.com",
          Map.of(
              AUTHORIZATION, "https://appleid.apple.com/auth/authorize",
              TOKEN, "https://appleid.apple.com/auth/token",
              KEYS, "https://appleid.apple.com/auth/keys"),
          List.of("openid", "email", "name"),
          Profile.OPENID,
          Map.of(),
          Set.of(SECRET_IN_FORM, SIGNED_SECRET, FORM_POST)),
      new Provider(
          "discord",
          "Discord",
          "https://discord.com",
          Map.of(
              AUTHORIZATION, "https://discord.com/oauth2/authorize",
              TOKEN, "https://discord.com/api/oauth2/token",
              USERINFO, "https://discord.com/api/users/@me"),
          List.of("identify", "email"),
          new Profile("id", "email", "verified", "username"),
          Map.of(),
          Set.of(NO_ID_TOKEN, SECRET_IN_FORM)),
      new Provider(
          "facebook",
          "Facebook",
          "https://www.facebook.com",
          Map.of(
              AUTHORIZATION, "https://www.facebook.com/v23.0/dialog/oauth",
              TOKEN, "https://graph.facebook.com/v23.0/oauth/access_token",
              USERINFO, "https://graph.facebook.com/v23.0/me?fields=id,name,email"),
          List.of("public_profile", "email"),
          new Profile("id", "email", Profile.NEVER, "name"),
          Map.of(),
          Set.of(NO_ID_TOKEN, SECRET_IN_FORM)),
      new Provider(
          "twitch",
          "Twitch",
          "https://id.twitch.tv/oauth2",
          Map.of(
              AUTHORIZATION, "https://id.twitch.tv/oauth2/authorize",
              TOKEN, "https://id.twitch.tv/oauth2/token",
              USERINFO, "https://id.twitch.tv/oauth2/userinfo",
              KEYS, "https://id.twitch.tv/oauth2/keys"),
          List.of("openid", "user:read:email"),
          new Profile("sub", "email", "email_verified", "preferred_username"),
          Map.of(
              "claims",
              "{\"id_token\":{\"email\":null,\"email_verified\":null,\"preferred_username\":null}}"),
          Set.of(SECRET_IN_FORM)),
      new Provider(
          "yandex",
          "Yandex",
          "https://oauth.yandex.com",
          Map.of(
              AUTHORIZATION, "https://oauth.yandex.com/authorize",
              TOKEN, "https://oauth.yandex.com/token",
              USERINFO, "https://login.yandex.ru/info?format=json"),
          List.of("login:info", "login:email"),
          new Profile("id", "default_email", Profile.ALWAYS, "login"),
          Map.of(),
          Set.of(NO_ID_TOKEN)),
      openid(
          "keycloak",
          "Keycloak",
          Map.of(
              AUTHORIZATION, "{issuer}/protocol/openid-connect/auth",
              TOKEN, "{issuer}/protocol/openid-connect/token",
              USERINFO, "{issuer}/protocol/openid-connect/userinfo",
              KEYS, "{issuer}/protocol/openid-connect/certs",
              LOGOUT, "{issuer}/protocol/openid-connect/logout")),
      openid(
          "authentik",
          "authentik",
          Map.of(
              AUTHORIZATION, "{origin}/application/o/authorize/",
              TOKEN, "{origin}/application/o/token/",
              USERINFO, "{origin}/application/o/userinfo/",
              KEYS, "{issuer}/jwks/",
              LOGOUT, "{issuer}/end-session/")),
      openid(
          "authelia",
          "Authelia",
          Map.of(
              AUTHORIZATION, "{issuer}/api/oidc/authorization",
              TOKEN, "{issuer}/api/oidc/token",
              USERINFO, "{issuer}/api/oidc/userinfo",
              KEYS, "{issuer}/jwks.json")),
      openid(
          "okta",
          "Okta",
          Map.of(
              AUTHORIZATION, "{server}/v1/authorize",
              TOKEN, "{server}/v1/token",
              USERINFO, "{server}/v1/userinfo",
              KEYS, "{server}/v1/keys",
              LOGOUT, "{server}/v1/logout")),
      openid(GENERIC, "your account", Map.of()));

  private Providers() {}

  static List<String> names() {
    return List.copyOf(TABLE.keySet());
  }

  static Provider named(String name) {
    Provider known = TABLE.get(name);
    if (known == null) {
      throw new IllegalArgumentException("no provider is named " + name);
    }
    return known;
  }

  private static Provider openid(
      String name, String label, Map<Provider.Address, String> addresses) {
    return new Provider(name, label, "", addresses, OPENID, Profile.OPENID, Map.of(), Set.of());
  }

  private static Map<String, Provider> table(Provider... providers) {
    Map<String, Provider> table = new LinkedHashMap<>();
    for (Provider provider : providers) {
      table.put(provider.name(), provider);
    }
    return table;
  }
}
