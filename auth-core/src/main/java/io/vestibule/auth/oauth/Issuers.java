package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.oauth.Provider.Deviation;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In whose name the tokens of one client are: one issuer; or, where tenants share their addresses, one for each tenant
 * (Microsoft), which a token names by its own {@code tid}. The same holds for ID tokens, logout tokens and answers.
 * Immutable.
 */
final class Issuers {
  private static final Pattern SHARED =
      Pattern.compile("(.*/)(common|organizations|consumers)(/.*)");
  private static final Pattern TENANT =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** The one tenant of all accounts that no organization made. */
  private static final String CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

  private final String issuer;
  private final Optional<Template> template;

  /** What comes before and behind the tenant, and which of them are meant. */
  private record Template(String before, String whose, String behind) {

    static Optional<Template> of(String issuer) {
      Matcher shared = SHARED.matcher(issuer);
      return shared.matches()
          ? Optional.of(new Template(shared.group(1), shared.group(2), shared.group(3)))
          : Optional.empty();
    }

    Optional<String> filled(String tenant) {
      return admits(tenant) ? Optional.of(before + tenant + behind) : Optional.empty();
    }

    boolean fits(String named) {
      boolean whole = named.length() > before.length() + behind.length();
      return whole
          && filled(named.substring(before.length(), named.length() - behind.length()))
              .filter(named::equals)
              .isPresent();
    }

    private boolean admits(String tenant) {
      return TENANT.matcher(tenant).matches()
          && switch (whose) {
            case "consumers" -> tenant.equals(CONSUMERS);
            case "organizations" -> !tenant.equals(CONSUMERS);
            default -> true;
          };
    }
  }

  private Issuers(String issuer, Optional<Template> template) {
    this.issuer = issuer;
    this.template = template;
  }

  static Issuers of(Client client) {
    return new Issuers(
        client.issuer(),
        client.provider().is(Deviation.TENANT_IN_ISSUER)
            ? Template.of(client.issuer())
            : Optional.empty());
  }

  /** Whether {@code tenant} says whose accounts are meant: all, those of a kind, or those of one by its number. */
  static boolean isTenant(String tenant) {
    return SHARED.matcher("/" + tenant + "/").matches()
        || TENANT.matcher(tenant).matches();
  }

  /** Whether this is one of them. */
  boolean isOne(String named) {
    return template.map(known -> known.fits(named)).orElse(issuer.equals(named));
  }

  /** The one by which this token is to be checked, whole; empty where it names no tenant that is meant. */
  Optional<String> of(String token) {
    return template.isEmpty()
        ? Optional.of(issuer)
        : claim(token, "tid").flatMap(template.get()::filled);
  }

  /** In whose name this token claims to be: only to find the provider that is to say whether it is. */
  static String claimed(String token) {
    return claim(token, "iss").orElse("");
  }

  /** Nothing says yet that it is true. */
  private static Optional<String> claim(String token, String name) {
    try {
      String[] parts = token.split("\\.", 4);
      byte[] payload = Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : "");
      Map<String, Object> claims = JSONObjectUtils.parse(new String(payload, UTF_8));
      return Objects.requireNonNullElse(claims, Map.of()).get(name) instanceof String text
          ? Optional.of(text)
          : Optional.empty();
    } catch (IllegalArgumentException | ParseException unreadable) {
      return Optional.empty();
    }
  }
}
