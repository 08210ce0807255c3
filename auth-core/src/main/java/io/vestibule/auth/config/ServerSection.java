package io.vestibule.auth.config;

import io.vestibule.auth.internal.Networks;
import io.vestibule.auth.server.AllowedOrigins;
import io.vestibule.auth.server.TrustedProxies;
import java.util.List;
import java.util.Optional;

/** How requests reach the application: the section {@code [server]}, which any factory may read. Without state. */
public final class ServerSection {
  /** The origins that may send requests that change something, beside the application's own. */
  private static final String ALLOWED_ORIGINS = "allowed_origins";

  /** The proxies that may say where a request comes from. */
  public static final String TRUSTED_PROXIES = "trusted_proxies";

  /** Whether the annotations of servlets count. */
  static final String ANNOTATIONS = "servlet_annotations";

  private static final String INSECURE_TRUST_ALL = "insecure_trust_all_proxies";
  private static final String FORWARDED = "forwarded";
  private static final String RFC_7239 = "rfc7239";
  private static final String PUBLIC_URL = "public_url";
  private static final int WIDEST_V4 = 8;
  private static final int WIDEST_V6 = 16;

  /** What may stand there. */
  public static final Section SECTION = Section.of(
      "server",
      "How requests reach the application.",
      Key.of(
              "cors_preflight",
              Key.Type.FLAG,
              "Whether CORS preflights pass to the application, whoever sends them; else those of allowed_origins are answered, and others refused.",
              "yes")
          .orElse("no"),
      Key.of(
              ANNOTATIONS,
              Key.Type.FLAG,
              "Whether @RolesAllowed, @PermitAll, @DenyAll and @ServletSecurity on servlets count.",
              "yes")
          .orElse("no"),
      Key.of(
          ALLOWED_ORIGINS,
          Key.Type.LIST,
          "Other origins whose pages may send requests that change something, and read why one was refused.",
          "https://app.example.org"),
      Key.of(
          TRUSTED_PROXIES,
          Key.Type.LIST,
          "The networks of the proxies that may say where a request comes from and who sent it.",
          "127.0.0.1, ::1, 10.1.2.0/24"),
      Key.of(
              INSECURE_TRUST_ALL,
              Key.Type.FLAG,
              "Whether everybody who connects is believed; right only where nobody but the proxy can.",
              "no")
          .orElse("no"),
      Key.choice(
              FORWARDED,
              "In which fields the proxies say where a request comes from; the others are not read.",
              "x-forwarded",
              RFC_7239)
          .orElse("x-forwarded"),
      Key.of(
          PUBLIC_URL,
          Key.Type.TEXT,
          "The address of the application's first page as users know it, whatever a request says.",
          "https://example.org/app"));

  private ServerSection() {}

  /** Which other origins may use the application: one answer for all of a file. What is wrong is reported there. */
  public static AllowedOrigins allowedOrigins(Settings settings) {
    return settings.shared(
        AllowedOrigins.class, () -> allowedOriginsOf(settings.section(SECTION.name())));
  }

  private static AllowedOrigins allowedOriginsOf(Settings server) {
    try {
      return AllowedOrigins.of(server.list(ALLOWED_ORIGINS));
    } catch (IllegalArgumentException refused) {
      server.fault(
          ALLOWED_ORIGINS,
          String.valueOf(refused.getMessage()),
          "write allowed_origins = https://app.example.org");
      return AllowedOrigins.none();
    }
  }

  /** Whom to believe about where a request comes from: one for all of a file. What is wrong is reported there. */
  public static TrustedProxies trustedProxies(Settings settings) {
    return settings.shared(
        TrustedProxies.class, () -> trustedProxiesOf(settings.section(SECTION.name())));
  }

  /**
   * The address of the application's first page, without a slash at its end; empty where none is configured, or one that
   * is none, which {@link #trustedProxies} reports.
   */
  public static Optional<String> publicUrl(Settings settings) {
    return trustedProxies(settings).publicUrl();
  }

  private static TrustedProxies trustedProxiesOf(Settings server) {
    TrustedProxies trusted = named(server);
    TrustedProxies worded =
        server.text(FORWARDED).equals(RFC_7239) ? trusted.byForwarded() : trusted;
    try {
      return server.optional(PUBLIC_URL).map(worded::at).orElse(worded);
    } catch (IllegalArgumentException refused) {
      server.fault(
          PUBLIC_URL,
          "public_url " + refused.getMessage(),
          "write public_url = https://example.org/app");
      return worded;
    }
  }

  private static TrustedProxies named(Settings server) {
    List<String> networks = server.list(TRUSTED_PROXIES);
    if (!server.flag(INSECURE_TRUST_ALL)) {
      return checked(server, networks);
    }
    if (!networks.isEmpty()) {
      server.fault(
          INSECURE_TRUST_ALL,
          "some proxies are trusted by name, and everybody is",
          "keep one of " + TRUSTED_PROXIES + " and " + INSECURE_TRUST_ALL);
    }
    server.warn(
        INSECURE_TRUST_ALL,
        "everybody who reaches this port can say who they are",
        "name the proxies: trusted_proxies = 10.1.2.3");
    return TrustedProxies.insecureEverybody();
  }

  private static TrustedProxies checked(Settings server, List<String> networks) {
    try {
      if (Networks.of(networks).hasWiderThan(WIDEST_V4, WIDEST_V6)) {
        server.fault(
            TRUSTED_PROXIES,
            "a network of this size is nearly everybody",
            "name the proxies themselves: trusted_proxies = 10.1.2.3");
        return TrustedProxies.none();
      }
      return TrustedProxies.of(networks);
    } catch (IllegalArgumentException refused) {
      server.fault(
          TRUSTED_PROXIES,
          String.valueOf(refused.getMessage()),
          "write networks with commas between them: 127.0.0.1, 10.1.2.0/24");
      return TrustedProxies.none();
    }
  }
}
