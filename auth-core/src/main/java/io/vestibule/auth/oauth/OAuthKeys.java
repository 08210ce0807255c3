package io.vestibule.auth.oauth;

import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.remote.Remote;
import java.util.stream.Stream;

/** What may stand in {@code [oauth]} and {@code [oauth.NAME]}. */
final class OAuthKeys {
  static final String PROVIDER = "provider";
  static final String ISSUER = "issuer";
  static final String TENANT = "tenant";
  static final String CLIENT_ID = "client_id";
  static final String CLIENT_SECRET = "client_secret";
  static final String CLIENT_AUTH = "client_auth";
  static final String PRIVATE_KEY_FILE = "private_key_file";
  static final String KEY_ID = "key_id";
  static final String TEAM_ID = "team_id";
  static final String REDIRECT_URI = "redirect_uri";
  static final String SCOPES = "scopes";
  static final String GROUPS_CLAIM = "groups_claim";
  static final String USERNAME_CLAIM = "username_claim";
  static final String LINK_BY = "link_by";
  static final String ASSUME_VERIFIED = "insecure_assume_email_verified";
  static final String ASSUME_PROVED_AGAIN = "insecure_assume_reauthentication";
  static final String ACR_VALUES = "acr_values";
  static final String MAX_AGE = "max_age";
  static final String RESPONSE_MODE = "response_mode";
  static final String LABEL = "label";
  static final String ICON = "icon";

  static final Section SECTION = Section.of(
      "oauth",
      "Signing in with somebody else: OAuth 2 and OpenID Connect. Several are [oauth.NAME].",
      Stream.of(identity(), addresses(), admission(), page())
          .flatMap(keys -> keys)
          .toArray(Key[]::new));

  private OAuthKeys() {}

  private static Stream<Key> identity() {
    return Stream.of(
        Key.choice(PROVIDER, "Whom to ask.", Providers.names().toArray(String[]::new)),
        Key.of(
            ISSUER,
            Key.Type.TEXT,
            "The provider's own address; for an OpenID provider it is enough.",
            "https://id.example.org"),
        Key.of(TENANT, Key.Type.TEXT, "With microsoft: whose accounts.", "common")
            .orElse("common"),
        Key.of(CLIENT_ID, Key.Type.TEXT, "What the provider calls this application.", "tickets")
            .mandatory(),
        Key.of(
            CLIENT_SECRET,
            Key.Type.SECRET,
            "The secret that it gave out for that; none for a public client.",
            "${file:/run/secrets/oauth}"),
        Key.choice(
            CLIENT_AUTH,
            "How this application proves itself; basic, post where the provider wants that, or the key if there is one.",
            "basic",
            "post",
            "private_key_jwt",
            "none"),
        Key.of(
            PRIVATE_KEY_FILE,
            Key.Type.PATH,
            "The private key (PEM, PKCS #8) for private_key_jwt, and for Apple.",
            "client-key.pem"),
        Key.of(KEY_ID, Key.Type.TEXT, "What the provider calls that key.", "key-1"),
        Key.of(TEAM_ID, Key.Type.TEXT, "With apple: the team.", "ABCDE12345"),
        Key.of(
            REDIRECT_URI,
            Key.Type.TEXT,
            "Where the provider sends people back to; without it /oauth/callback here.",
            "https://tickets.example.org/oauth/callback"),
        Key.of(SCOPES, Key.Type.LIST, "What to ask for.", "openid, email, profile"));
  }

  private static Stream<Key> addresses() {
    return Stream.of(
        address(Provider.Address.AUTHORIZATION, "Where people are sent to sign in."),
        address(Provider.Address.TOKEN, "Where a code is exchanged."),
        address(Provider.Address.USERINFO, "Who signed in."),
        address(Provider.Address.EMAILS, "That person's addresses (GitHub)."),
        address(Provider.Address.KEYS, "The provider's keys."),
        address(Provider.Address.PUSH, "Where a request is handed in before (RFC 9126)."),
        address(Provider.Address.LOGOUT, "Where people sign out."),
        Remote.CA_FILE,
        Key.choice(
            RESPONSE_MODE, "How the answer comes; form_post with Apple.", "query", "form_post"),
        Key.of(ACR_VALUES, Key.Type.LIST, "How strongly people must be known there.", "gold"),
        Key.of(MAX_AGE, Key.Type.DURATION, "How long ago they may have signed in there.", "8h"));
  }

  private static Key address(Provider.Address address, String help) {
    return Key.of(address.key(), Key.Type.TEXT, help, "https://id.example.org/" + address.key());
  }

  private static Stream<Key> admission() {
    return Stream.of(
        Key.of(
            Admission.DOMAINS,
            Key.Type.LIST,
            "Lets in whose verified address ends so.",
            "example.org"),
        Key.of(
            Admission.USERS, Key.Type.LIST, "Lets in these verified addresses.", "ada@example.org"),
        Key.of(Admission.GROUPS, Key.Type.LIST, "Lets in members of these groups.", "staff"),
        Key.of(
                Admission.ANYONE,
                Key.Type.FLAG,
                "Lets in everybody with an account at the provider.",
                "yes")
            .orElse("no"),
        Key.of(
                ASSUME_VERIFIED,
                Key.Type.FLAG,
                "Takes each address for verified, where the provider says nothing about that.",
                "yes")
            .orElse("no"),
        Key.of(
                ASSUME_PROVED_AGAIN,
                Key.Type.FLAG,
                "Takes it for granted that people proved again who they are when the provider was asked for that,"
                    + " where it never says when they did (auth_time).",
                "yes")
            .orElse("no"),
        Key.of(GROUPS_CLAIM, Key.Type.TEXT, "Where the groups stand.", "realm_access.roles")
            .orElse("groups"),
        Key.of(
                USERNAME_CLAIM,
                Key.Type.TEXT,
                "What people are called here; without a value they are called PROVIDER:ID.",
                "email")
            .orElse("email"),
        Key.choice(
                LINK_BY,
                "Whether a local user of the same name is the same person.",
                "none",
                "email",
                "username")
            .orElse("none"));
  }

  private static Stream<Key> page() {
    return Stream.of(
        Key.of(LABEL, Key.Type.TEXT, "What the button says.", "Company account"),
        Key.of(
            ICON,
            Key.Type.TEXT,
            "Its image: a path of the application, or data:image/…",
            "/company.svg"));
  }
}
