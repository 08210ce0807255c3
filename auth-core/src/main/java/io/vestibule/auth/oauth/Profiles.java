package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.jwt.VerifiedJwt;
import io.vestibule.auth.oauth.Provider.Address;
import io.vestibule.auth.oauth.Provider.Deviation;
import io.vestibule.auth.oauth.Provider.Profile;
import io.vestibule.auth.oauth.SignInRefusedException.Page;
import io.vestibule.auth.remote.RemoteResponse;
import io.vestibule.auth.store.Entry;
import java.net.URI;
import java.net.URLEncoder;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Learns who signed in: from the ID token, and from the address that answers to the access token. Thread-safe. */
final class Profiles {
  private static final int LONGEST_ID = 200;
  private static final int LONGEST_TEXT = 600;

  private final Client client;
  private final ProviderEndpoints providerEndpoints;
  private final boolean wantsGroups;

  /** Groups are worth a question only where something depends on them. */
  Profiles(Client client, ProviderEndpoints providerEndpoints, boolean wantsGroups) {
    this.client = client;
    this.providerEndpoints = providerEndpoints;
    this.wantsGroups = wantsGroups;
  }

  /** Who an ID token is about; what it leaves out is asked (OpenID Connect Core 5.3). */
  Person of(VerifiedJwt token, Secret accessToken) {
    Map<String, Object> claims = new HashMap<>(token.claims());
    String subject = token.subject().orElseThrow();
    if (isShort(claims)) {
      Optional<URI> userinfo = providerEndpoints.address(Address.USERINFO);
      userinfo.ifPresent(url -> {
        Map<String, Object> more = object(get(url, accessToken));
        if (!subject.equals(more.get("sub"))) {
          throw more.get("sub") instanceof String
              ? SignInRefusedException.over("oauth-profile", "userinfo is about another subject")
              : refused("userinfo does not say about whom it is");
        }
        if (!claims.containsKey(profile().verified())) {
          claims.remove(profile().email());
        }
        more.forEach(claims::putIfAbsent);
      });
    }
    return person(token.issuer(), subject, claims);
  }

  private boolean isShort(Map<String, Object> claims) {
    return !claims.containsKey(profile().email())
        || !claims.containsKey(profile().verified())
        || (wantsGroups && Groups.at(claims, client.groupsClaim()).isEmpty());
  }

  /** Who the access token is about, where there is no ID token; empty where the provider has no address that says it. */
  Optional<Person> of(Secret accessToken, String issuer) {
    return providerEndpoints
        .address(Address.USERINFO)
        .map(url -> person(issuer, object(get(url, accessToken)), accessToken));
  }

  private Person person(String issuer, Map<String, Object> claims, Secret accessToken) {
    if (client.provider().is(Deviation.ACCOUNT_STATE) && !"active".equals(claims.get("state"))) {
      throw SignInRefusedException.because(
          Page.NOT_ALLOWED, "oauth-account-state", "the account is not active at the provider");
    }
    if (client.provider().is(Deviation.LISTED_EMAILS)) {
      providerEndpoints
          .address(Address.EMAILS)
          .ifPresent(url -> useListed(claims, array(get(url, accessToken))));
    }
    return person(issuer, id(claims), claims);
  }

  private Profile profile() {
    return client.provider().profile();
  }

  /** A text or a whole number: never a text that was made of something else. */
  private String id(Map<String, Object> claims) {
    Object id =
        Objects.requireNonNullElse(claims.get(profile().id()), claims.getOrDefault("id", ""));
    String text = id instanceof Integer || id instanceof Long || id instanceof String
        ? String.valueOf(id)
        : "";
    boolean usable = !text.isEmpty()
        && text.length() <= LONGEST_ID
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (!usable) {
      throw refused("nothing says which account it is");
    }
    return text;
  }

  private static void useListed(Map<String, Object> claims, List<Object> emails) {
    claims.remove(Person.EMAIL);
    for (Object entry : emails) {
      if (entry instanceof Map<?, ?> row
          && Boolean.TRUE.equals(row.get("primary"))
          && Boolean.TRUE.equals(row.get("verified"))
          && row.get("email") instanceof String email) {
        claims.put(Person.EMAIL, email);
        claims.put(Person.EMAIL_VERIFIED, true);
      }
    }
  }

  private Person person(String issuer, String id, Map<String, Object> claims) {
    Map<String, Object> kept = new HashMap<>();
    keep(kept, Person.EMAIL, claims.get(profile().email()));
    keep(kept, Person.NAME, claims.get(profile().name()));
    keep(kept, "preferred_username", claims.get("preferred_username"));
    keep(kept, "login", claims.get("login"));
    keep(kept, client.usernameClaim(), claims.get(client.usernameClaim()));
    kept.put(Person.EMAIL_VERIFIED, isVerified(claims));
    List<String> groups = Groups.bounded(Groups.at(claims, client.groupsClaim()).orElse(List.of()));
    if (!groups.isEmpty()) {
      kept.put("groups", groups);
    }
    return new Person(issuer, id, kept, groups);
  }

  private static void keep(
      Map<String, Object> kept, String name, @org.jspecify.annotations.Nullable Object value) {
    if (value instanceof String text
        && !text.isBlank()
        && Entry.fits(text)
        && URLEncoder.encode(text, UTF_8).length() <= LONGEST_TEXT) {
      kept.putIfAbsent(name, text);
    }
  }

  private boolean isVerified(Map<String, Object> claims) {
    if (Boolean.TRUE.equals(claims.get(Person.EMAIL_VERIFIED))
        && client.provider().is(Deviation.LISTED_EMAILS)) {
      return true;
    }
    return switch (profile().verified()) {
      case Profile.ALWAYS -> true;
      case Profile.NEVER -> client.assumesVerified();
      default -> isVerified(claims.get(profile().verified()));
    };
  }

  /** Apple writes the text {@code "true"}, Microsoft the number 1. */
  private boolean isVerified(@org.jspecify.annotations.Nullable Object said) {
    if (client.provider().is(Deviation.CONFIRMED_AT)) {
      return said instanceof String time && !time.isBlank();
    }
    return said == null
        ? client.assumesVerified()
        : said.equals(true) || said.equals("true") || said.equals(1L) || said.equals("1");
  }

  private String get(URI url, Secret accessToken) {
    RemoteResponse response = providerEndpoints
        .remote()
        .get(url, Map.of("Authorization", "Bearer " + accessToken.reveal()));
    if (response.status() >= 500 || response.status() == 429) {
      throw new AuthUnavailableException(
          url.getHost() + " answers " + response.status(), Duration.ofSeconds(5));
    }
    if (!response.ok()) {
      throw refused(url.getPath() + " answers " + response.status());
    }
    return response.text();
  }

  private static Map<String, Object> object(String text) {
    try {
      Map<String, Object> members = JSONObjectUtils.parse(text);
      members.values().removeIf(Objects::isNull);
      return members;
    } catch (ParseException | NullPointerException unreadable) {
      throw refused("the profile is no JSON object");
    }
  }

  private static List<Object> array(String text) {
    try {
      return Objects.requireNonNull(JSONArrayUtils.parse(text));
    } catch (ParseException | NullPointerException unreadable) {
      throw refused("the list of addresses is no JSON array");
    }
  }

  private static SignInRefusedException refused(String detail) {
    return SignInRefusedException.because(Page.FAILED, "oauth-profile", detail);
  }
}
