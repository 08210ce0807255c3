package io.vestibule.auth.oauth;

import io.vestibule.auth.config.Settings;
import io.vestibule.auth.oauth.Provider.Address;
import io.vestibule.auth.oauth.Provider.Deviation;
import io.vestibule.auth.remote.RemoteUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what the file says about one provider, and reports what cannot be. */
final class ClientReader {
  private final Settings settings;
  private final Provider provider;
  private final String issuer;

  private ClientReader(Settings settings) {
    this.settings = settings;
    this.provider =
        Providers.named(settings.optional(OAuthKeys.PROVIDER).orElse(Providers.GENERIC));
    this.issuer = settings
        .optional(OAuthKeys.ISSUER)
        .orElse(provider.issuer().replace("{tenant}", settings.text(OAuthKeys.TENANT)));
  }

  static Client read(Settings settings) {
    return new ClientReader(settings).client();
  }

  private Client client() {
    checkNamed();
    checkUrl(OAuthKeys.ISSUER, issuer);
    checkTenant();
    Map<Address, URI> addresses = addresses();
    List<String> scopes = scopes();
    boolean discovered = !issuer.isEmpty()
        && provider.issuer().isEmpty()
        && !addresses.keySet().containsAll(List.of(Address.AUTHORIZATION, Address.TOKEN));
    boolean openid = scopes.contains("openid")
        && !provider.is(Deviation.NO_ID_TOKEN)
        && !issuer.isEmpty()
        && (discovered || addresses.containsKey(Address.KEYS));
    checkWhole(addresses, discovered, openid);
    return new Client(
        settings.name(),
        provider,
        issuer.isEmpty()
            ? Optional.ofNullable(addresses.get(Address.TOKEN))
                .map(RemoteUrl::origin)
                .orElse("")
            : issuer,
        !issuer.isEmpty(),
        openid,
        discovered,
        settings.optional(OAuthKeys.CLIENT_ID).orElse(""),
        addresses,
        redirectUri(),
        scopes,
        formPost(),
        settings.list(OAuthKeys.ACR_VALUES),
        settings.optional(OAuthKeys.MAX_AGE).isPresent()
            ? settings.duration(OAuthKeys.MAX_AGE)
            : Duration.ZERO,
        assumesVerified(),
        assumesProvedAgain(),
        settings.text(OAuthKeys.GROUPS_CLAIM),
        settings.text(OAuthKeys.USERNAME_CLAIM),
        Client.Link.valueOf(settings.text(OAuthKeys.LINK_BY).toUpperCase(Locale.ROOT)),
        settings.optional(OAuthKeys.LABEL).orElseGet(this::label),
        icon());
  }

  private String label() {
    boolean own = !settings.name().contains(".") || !provider.name().equals(Providers.GENERIC);
    return own ? provider.label() : settings.name().substring(settings.name().indexOf('.') + 1);
  }

  private void checkNamed() {
    boolean generic = provider.name().equals(Providers.GENERIC);
    boolean named = settings.optional(OAuthKeys.PROVIDER).isPresent();
    if (generic && !named && issuer.isEmpty()) {
      settings.fault(
          OAuthKeys.PROVIDER,
          "nobody is named with whom people could sign in",
          "write provider = google, github or gitlab, or issuer = https://id.example.org");
    } else if (!generic && issuer.isEmpty()) {
      settings.fault(
          OAuthKeys.ISSUER,
          provider.label() + " is at an address of your own, which is missing",
          "write issuer = https://id.example.org, as its discovery spells it");
    }
  }

  /** A tenant has other names, too; but its tokens are in the name of its number. */
  private void checkTenant() {
    String tenant = settings.text(OAuthKeys.TENANT);
    if (provider.is(Deviation.TENANT_IN_ISSUER)
        && settings.optional(OAuthKeys.ISSUER).isEmpty()
        && !Issuers.isTenant(tenant)) {
      settings.fault(
          OAuthKeys.TENANT,
          "\"" + tenant + "\" is no tenant's ID, which its tokens name",
          "write the ID that the tenant's overview shows, or common, organizations or consumers");
    }
  }

  private void checkUrl(String key, String url) {
    if (!url.isEmpty()) {
      RemoteUrl.fault(url)
          .ifPresent(fault ->
              settings.fault(key, key + " " + fault, "write " + key + " = https://id.example.org"));
    }
  }

  /** Whoever is sent off must be able to come back. */
  private void checkWhole(Map<Address, URI> addresses, boolean discovered, boolean openid) {
    if (discovered || (issuer.isEmpty() && settings.optional(OAuthKeys.PROVIDER).isEmpty())) {
      return;
    }
    for (Address needed : List.of(Address.AUTHORIZATION, Address.TOKEN)) {
      if (!addresses.containsKey(needed)) {
        settings.fault(
            needed.key(),
            "the address is missing, and without an issuer nobody can be asked for it",
            "write issuer = https://id.example.org, or " + needed.key());
      }
    }
    if (!openid && !addresses.containsKey(Address.USERINFO)) {
      settings.fault(
          Address.USERINFO.key(),
          "nothing would say who signed in",
          "write issuer = https://id.example.org, or " + Address.USERINFO.key());
    }
  }

  /** What the file says, else what the table says. */
  private Map<Address, URI> addresses() {
    Map<Address, URI> addresses = new EnumMap<>(Address.class);
    for (Address address : Address.values()) {
      Optional<String> written = settings.optional(address.key());
      written.ifPresent(url -> checkUrl(address.key(), url));
      written
          .or(() -> Optional.ofNullable(provider.addresses().get(address)).map(this::filled))
          .flatMap(RemoteUrl::parse)
          .ifPresent(url -> addresses.put(address, url));
    }
    return addresses;
  }

  private String filled(String template) {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return template
        .replace("{issuer}", base)
        .replace("{origin}", RemoteUrl.parse(issuer).map(RemoteUrl::origin).orElse(""))
        .replace("{server}", base.contains("/oauth2/") ? base : base + "/oauth2")
        .replace("{tenant}", settings.text(OAuthKeys.TENANT));
  }

  private List<String> scopes() {
    List<String> written = settings.list(OAuthKeys.SCOPES);
    if (written.stream().anyMatch(scope -> scope.contains("\"") || scope.contains("\\"))) {
      settings.fault(
          OAuthKeys.SCOPES, "a scope cannot hold such a character", "write openid, email, profile");
    }
    return written.isEmpty() ? provider.scopes() : written;
  }

  private String redirectUri() {
    String written = settings.optional(OAuthKeys.REDIRECT_URI).orElse("");
    if (written.isEmpty()) {
      return "";
    }
    Optional<URI> url = parsed(written);
    if (url.isEmpty()) {
      settings.fault(
          OAuthKeys.REDIRECT_URI,
          "it must be a whole URL with a path and without a fragment",
          "write https://tickets.example.org/oauth/callback, as the provider knows it");
      return "";
    }
    if (url.get().getScheme().equals("http") && !RemoteUrl.isLoopback(url.get().getHost())) {
      settings.warn(
          OAuthKeys.REDIRECT_URI,
          "over http whoever listens can sign in as somebody else",
          "serve the application over https, and write redirect_uri = https://"
              + url.get().getAuthority() + url.get().getPath());
    }
    return written;
  }

  private static Optional<URI> parsed(String text) {
    try {
      URI url = new URI(text);
      boolean usable = url.getHost() != null
          && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
          && url.getRawFragment() == null
          && url.getRawUserInfo() == null
          && url.getPath().length() > 1;
      return usable ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException noUrl) {
      return Optional.empty();
    }
  }

  private boolean formPost() {
    return settings
        .optional(OAuthKeys.RESPONSE_MODE)
        .map("form_post"::equals)
        .orElse(provider.is(Deviation.FORM_POST));
  }

  private boolean assumesVerified() {
    boolean assumes = settings.flag(OAuthKeys.ASSUME_VERIFIED);
    if (assumes) {
      settings.warn(
          OAuthKeys.ASSUME_VERIFIED,
          "whoever can write any address into the provider's account comes in under it",
          "leave it out, where the provider says email_verified");
    }
    return assumes;
  }

  private boolean assumesProvedAgain() {
    boolean assumes = settings.flag(OAuthKeys.ASSUME_PROVED_AGAIN);
    if (assumes) {
      settings.warn(
          OAuthKeys.ASSUME_PROVED_AGAIN,
          "whoever finds a browser signed in at the provider may meet fresh(…) without proving anything",
          "leave it out, where the provider says auth_time");
    }
    return assumes;
  }

  private String icon() {
    String icon = settings.optional(OAuthKeys.ICON).orElse("");
    boolean path = icon.startsWith("/") && !icon.startsWith("//");
    if (!icon.isEmpty() && !path && !icon.startsWith("data:image/")) {
      settings.fault(
          OAuthKeys.ICON,
          "pages load images from this application only",
          "write a path such as /company.svg, or data:image/…");
    }
    return icon;
  }
}
