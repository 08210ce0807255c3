package io.vestibule.auth.servlet.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.vestibule.auth.Body;
import io.vestibule.auth.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Renders the built-in pages. They need no script and load nothing; what they show is escaped. Thread-safe.
 *
 * <p>{@code error} shows {@code status}, {@code title} and {@code detail}; what a model lacks stays blank.
 */
public final class Pages {
  /** What {@link #render} makes. */
  public static final String MEDIA_TYPE = "text/html;charset=utf-8";

  private static final List<String> NAMES = List.of("error");
  private static final String STYLE = resource("style.css");

  /** What goes with every page: only its own style applies, and nobody may frame it (CSP Level 3). */
  public static final Headers HEADERS = Headers.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'sha256-" + sha256(STYLE) + "'; form-action 'self';"
              + " base-uri 'none'; frame-ancestors 'none'")
      .and("X-Content-Type-Options", "nosniff")
      .and("Referrer-Policy", "same-origin");

  private final Map<String, Template> templates = new HashMap<>();

  /** Compiles the templates. */
  public Pages() {
    Mustache.Compiler compiler = Mustache.compiler().escapeHTML(true).defaultValue("");
    for (String name : NAMES) {
      templates.put(name, compiler.compile(resource(name + ".html")));
    }
  }

  /**
   * The page as HTML.
   *
   * @throws IllegalArgumentException when there is no page of this name
   */
  public String render(Body.Page page) {
    Template template = templates.get(page.name());
    if (template == null) {
      throw new IllegalArgumentException("no page is named " + page.name());
    }
    Map<String, Object> model = new HashMap<>(page.model());
    model.put("style", STYLE);
    return template.execute(model);
  }

  private static String resource(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
