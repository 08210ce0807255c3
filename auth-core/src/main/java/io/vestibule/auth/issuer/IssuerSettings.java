package io.vestibule.auth.issuer;

import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.remote.RemoteUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What may stand in {@code [issuer]}, and what it means; what is wrong is reported there. */
final class IssuerSettings {
  static final String NAME = "issuer";
  private static final String URL = "url";
  private static final String AUDIENCE = "audience";
  private static final String REDIRECT_URIS = "redirect_uris";
  private static final String CUSTOM_SCHEMES = "custom_schemes";
  private static final String SCOPES = "scopes";
  private static final String ACCESS_TTL = "access_ttl";
  private static final String REFRESH_TTL = "refresh_ttl";
  private static final String REFRESH_IDLE = "refresh_idle";
  private static final String REFRESH_GRACE = "refresh_grace";
  private static final String KEY_LIFE = "key_life";
  private static final String CHECK_REVOCATION = "check_revocation";
  private static final Duration SHORTEST_ACCESS = Duration.ofMinutes(5);
  private static final Duration LONGEST_ACCESS = Duration.ofMinutes(60);
  private static final Duration LONGEST_GRACE = Duration.ofSeconds(60);
  private static final Duration SHORTEST_KEY = Duration.ofDays(1);

  static final Section SECTION = Section.of(
      NAME,
      "Tokens of our own, for programs that sign in.",
      Key.of(
              URL,
              Key.Type.TEXT,
              "Who issues the tokens: the application's address, with its context path.",
              "https://app.example.org")
          .mandatory(),
      Key.of(
          AUDIENCE,
          Key.Type.LIST,
          "Whom the tokens are for; without it, whoever issues them.",
          "https://api.example.org"),
      Key.of(
          REDIRECT_URIS,
          Key.Type.LIST,
          "Where codes may be sent, letter by letter.",
          "https://spa.example.org/callback, http://127.0.0.1/callback"),
      Key.of(
          CUSTOM_SCHEMES,
          Key.Type.LIST,
          "Schemes of apps to which codes may be sent.",
          "com.example.app"),
      Key.of(SCOPES, Key.Type.LIST, "The scopes that clients may ask for.", "read, write"),
      Key.of(ACCESS_TTL, Key.Type.DURATION, "How long an access token lives, 5m to 60m.", "15m")
          .orElse("15m"),
      Key.of(
              REFRESH_TTL,
              Key.Type.DURATION,
              "How long after the sign-in tokens can be refreshed.",
              "30d")
          .orElse("30d"),
      Key.of(REFRESH_IDLE, Key.Type.DURATION, "How long a refresh token lives unused.", "7d")
          .orElse("7d"),
      Key.of(
              REFRESH_GRACE,
              Key.Type.DURATION,
              "How long a used refresh token may be shown again without ending its family, up to 60s.",
              "10s")
          .orElse("0"),
      Key.of(KEY_LIFE, Key.Type.DURATION, "How long a key signs before another follows.", "30d")
          .orElse("30d"),
      Key.of(
              CHECK_REVOCATION,
              Key.Type.FLAG,
              "Whether access tokens end with sign-out and account, at a look into the store for each use.",
              "no")
          .orElse("no"));

  private final Settings settings;

  IssuerSettings(Settings settings) {
    this.settings = settings;
  }

  /** Who issues; without a slash at the end, as addresses are put behind it. */
  String url() {
    String url = settings.optional(URL).orElse("");
    faultOfUrl(url)
        .ifPresent(found -> settings.fault(URL, found, "write url = https://app.example.org"));
    return url;
  }

  private static Optional<String> faultOfUrl(String url) {
    try {
      URI uri = new URI(url);
      boolean plain = uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null
          && !url.endsWith("/");
      boolean safe = "https".equals(uri.getScheme())
          || ("http".equals(uri.getScheme())
              && RemoteUrl.isLoopback(String.valueOf(uri.getHost())));
      if (!plain) {
        return Optional.of("is no address of scheme, host and path, without a slash at the end");
      }
      return safe
          ? Optional.empty()
          : Optional.of("is not https; http is accepted on loopback only");
    } catch (URISyntaxException malformed) {
      return Optional.of("is no address");
    }
  }

  List<String> audience() {
    List<String> named = settings.list(AUDIENCE);
    return named.isEmpty() ? List.of(settings.optional(URL).orElse("")) : named;
  }

  RedirectUris redirectUris() {
    report(
        REDIRECT_URIS,
        RedirectUris::faultOfUri,
        "write redirect_uris = https://spa.example.org/callback");
    report(CUSTOM_SCHEMES, RedirectUris::faultOfScheme, "write custom_schemes = com.example.app");
    settings.list(CUSTOM_SCHEMES).stream()
        .filter(scheme -> scheme.indexOf('.') < 0)
        .forEach(scheme -> settings.warn(
            CUSTOM_SCHEMES,
            "\"" + scheme + "\" is a scheme that another app may have too",
            "name it after a domain of yours, backwards, such as com.example.app (RFC 8252, 7.1)"));
    return new RedirectUris(settings.list(REDIRECT_URIS), settings.list(CUSTOM_SCHEMES));
  }

  private void report(String key, Function<String, Optional<String>> check, String cure) {
    settings.list(key).forEach(value -> check
        .apply(value)
        .ifPresent(found -> settings.fault(key, "\"" + value + "\" " + found, cure)));
  }

  Scopes scopes() {
    report(
        SCOPES,
        scope -> Scopes.isScope(scope) ? Optional.empty() : Optional.of("is no scope"),
        "write scopes = read, write");
    return new Scopes(settings.list(SCOPES));
  }

  Duration accessLife() {
    return within(ACCESS_TTL, SHORTEST_ACCESS, LONGEST_ACCESS, "15m");
  }

  RefreshTokens.Lives refreshLives() {
    Duration longest = Duration.ofDays(3650);
    return new RefreshTokens.Lives(
        within(REFRESH_TTL, SHORTEST_ACCESS, longest, "30d"),
        within(REFRESH_IDLE, SHORTEST_ACCESS, longest, "7d"),
        within(REFRESH_GRACE, Duration.ZERO, LONGEST_GRACE, "10s"));
  }

  Duration keyLife() {
    return within(KEY_LIFE, SHORTEST_KEY, Duration.ofDays(3650), "30d");
  }

  boolean checksRevocation() {
    return settings.flag(CHECK_REVOCATION);
  }

  private Duration within(String key, Duration least, Duration most, String right) {
    Duration value = settings.duration(key);
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      settings.fault(
          key,
          "must be from " + shown(least) + " to " + shown(most),
          "write " + key + " = " + right);
    }
    return value;
  }

  private static String shown(Duration length) {
    if (length.toDays() > 0) {
      return length.toDays() + "d";
    }
    return length.toMinutes() > 1 ? length.toMinutes() + "m" : length.toSeconds() + "s";
  }
}
