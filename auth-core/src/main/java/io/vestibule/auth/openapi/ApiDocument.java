package io.vestibule.auth.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Describes all operations below {@code /auth/api} (OpenAPI 3.1), and is served there as {@code openapi.json}. One for
 * each file, so that several may name its endpoint. Thread-safe.
 */
public final class ApiDocument {
  private static final String FILE = "openapi.json";
  private static final String WRITTEN_FOR = "\"/auth/";
  private static final String SERVER = "\"url\": \"/\"";

  /** It changes with the library only. */
  private static final Headers KEPT = Headers.of("Cache-Control", "no-cache");

  private final String text;
  private final Endpoint endpoint;

  private ApiDocument(String base) {
    this.text = read().replace(WRITTEN_FOR, '"' + base + '/');
    this.endpoint = new Endpoint("GET", base + "/api/" + FILE, this::show);
  }

  /** That of a file; {@code [pages]} says where the addresses are, so whoever asks names it in {@code alsoReads}. */
  public static ApiDocument of(Settings settings) {
    return settings.shared(
        ApiDocument.class,
        () -> new ApiDocument(Look.of(settings.section(Look.SECTION.name())).basePath()));
  }

  /** Where it is served. */
  public Endpoint endpoint() {
    return endpoint;
  }

  private AuthResponse show(AuthRequest request, Form form) {
    String here = request.contextPath().isEmpty()
        ? text
        : text.replace(SERVER, "\"url\": \"" + request.contextPath() + '"');
    return new AuthResponse(200, KEPT, Body.text("application/json", here));
  }

  private static String read() {
    try (InputStream file = ApiDocument.class.getResourceAsStream(FILE)) {
      return new String(Objects.requireNonNull(file, FILE).readAllBytes(), UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
