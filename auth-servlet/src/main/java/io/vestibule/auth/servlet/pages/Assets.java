package io.vestibule.auth.servlet.pages;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Headers;
import io.vestibule.auth.internal.Colour;
import io.vestibule.auth.internal.Digests;
import java.util.HexFormat;
import java.util.Map;

/**
 * The style and the script. A name carries the digest of what it names, so that a browser may keep it for ever:
 * what changes gets another name. Immutable.
 */
final class Assets {
  private static final int DIGEST_BYTES = 8;

  /** What accents are read on, on a dark screen; the style says the same. */
  private static final Colour DARK = new Colour(0x1a, 0x1f, 0x27);

  /** A little more than the 4.5 that WCAG 2.2 asks for: shades of the ground come on top. */
  private static final double READABLE = 6;

  private static final Headers KEPT = Headers.of(
          "Cache-Control", "public, max-age=31536000, immutable")
      .and("X-Content-Type-Options", "nosniff")
      .and("Cross-Origin-Resource-Policy", "same-origin");
  private static final AuthResponse NOT_FOUND = refusal(404, "There is no such file.\n");
  private static final AuthResponse NOT_ALLOWED =
      refusal(405, "This cannot be done here.\n").with("Allow", "GET, HEAD");

  private final String style;
  private final String script;
  private final Map<String, AuthResponse> files;

  Assets(Files source, Colour accent) {
    String css = palette(accent) + source.text("style.css");
    String js = source.text("script.js");
    this.style = "style." + digest(css) + ".css";
    this.script = "script." + digest(js) + ".js";
    this.files = Map.of(
        style, file("text/css;charset=utf-8", css),
        script, file("text/javascript;charset=utf-8", js));
  }

  /** The file name of the style. */
  String style() {
    return style;
  }

  /** The file name of the script. */
  String script() {
    return script;
  }

  AuthResponse answer(String method, String name) {
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return NOT_ALLOWED;
    }
    return files.getOrDefault(name, NOT_FOUND);
  }

  private static String palette(Colour accent) {
    return ":root{--accent:%s;--accent-dark:%s}\n"
        .formatted(accent, accent.lightenedFor(DARK, READABLE));
  }

  private static AuthResponse file(String mediaType, String text) {
    return new AuthResponse(200, KEPT, Body.text(mediaType, text));
  }

  private static AuthResponse refusal(int status, String text) {
    Headers headers = Headers.NO_STORE.and("X-Content-Type-Options", "nosniff");
    return new AuthResponse(status, headers, Body.text("text/plain;charset=utf-8", text));
  }

  private static String digest(String text) {
    return HexFormat.of().formatHex(Digests.sha256(text), 0, DIGEST_BYTES);
  }
}
