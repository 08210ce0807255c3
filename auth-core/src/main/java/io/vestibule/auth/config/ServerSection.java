package io.vestibule.auth.config;

import java.util.List;

/** How requests reach the application: the section {@code [server]}, which any factory may read. */
public final class ServerSection {
  /** The origins that may send requests that change something, beside the application's own. */
  public static final String ALLOWED_ORIGINS = "allowed_origins";

  /** What may stand there. */
  public static final Section SECTION = Section.of(
      "server",
      "How requests reach the application.",
      Key.of(
              "cors_preflight",
              Key.Type.FLAG,
              "Whether CORS preflight requests pass without signing in; browsers send them without credentials.",
              "yes")
          .orElse("yes"),
      Key.of(
          ALLOWED_ORIGINS,
          Key.Type.LIST,
          "Other origins whose pages may send requests that change something.",
          "https://app.example.org"));

  private ServerSection() {}

  /** What {@code allowed_origins} lists, unchecked. */
  public static List<String> allowedOrigins(Settings settings) {
    return settings.section(SECTION.name()).list(ALLOWED_ORIGINS);
  }
}
