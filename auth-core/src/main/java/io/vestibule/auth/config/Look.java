package io.vestibule.auth.config;

import io.vestibule.auth.internal.Colour;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the pages look and where they live: what the section {@code [pages]} says. Immutable.
 *
 * @param title the application's name; {@code ""} leaves it out
 * @param logo a path within the application ({@code /logo.svg}) or a {@code data:image/…} URL; {@code ""} for none
 * @param logoDark the same for a dark screen; {@code ""} for the same logo
 * @param accent the colour of buttons and links, {@code #rrggbb}, on which white can be read
 * @param supportText whom to ask for help; {@code ""} leaves it out
 * @param basePath the path below which all our pages live
 * @param languages the languages offered; the first one is for those who ask for none of them
 * @param folder where templates and texts of the host's own lie
 */
public record Look(
    String title,
    String logo,
    String logoDark,
    String accent,
    String supportText,
    String basePath,
    List<String> languages,
    Optional<Path> folder) {

  /** What {@code [pages]} may say. */
  public static final Section SECTION = Section.of(
      "pages",
      "How the pages look, and where they live.",
      Key.of("title", Key.Type.TEXT, "The application's name, as people know it.", "Tickets"),
      Key.of(
          "logo",
          Key.Type.TEXT,
          "An image above the heading: a public path of the application, or a data:image URL.",
          "/logo.svg"),
      Key.of("logo_dark", Key.Type.TEXT, "The same for a dark screen.", "/logo-dark.svg"),
      Key.of("accent", Key.Type.TEXT, "The colour of buttons and links.", "#1d5fae")
          .orElse("#1d5fae"),
      Key.of("support_text", Key.Type.TEXT, "Whom to ask for help.", "help@example.org"),
      Key.of("base_path", Key.Type.TEXT, "The path below which the pages live.", "/auth")
          .orElse("/auth"),
      Key.of(
              "languages",
              Key.Type.LIST,
              "The languages offered, the usual one first.",
              "en, de, fr")
          .orElse("en, de, fr"),
      Key.of(
          "folder", Key.Type.PATH, "Templates and texts that replace the built-in ones.", "pages"));

  private static final double READABLE = 4.5;
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
  private static final Pattern IMAGE =
      Pattern.compile("(/[A-Za-z0-9._~%-]+)+|data:image/[a-z+.-]+[;,][A-Za-z0-9+/=;,.%_~-]+");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
  private static final Look PLAIN =
      new Look("", "", "", "#1d5fae", "", "/auth", List.of("en", "de", "fr"), Optional.empty());

  /**
   * Copies the languages.
   *
   * @throws IllegalArgumentException when a part cannot be used; the message names it and the cure
   */
  public Look {
    languages = List.copyOf(languages);
    refuse("logo", imageFault(logo));
    refuse("logo_dark", imageFault(logoDark));
    refuse("accent", accentFault(accent));
    refuse("base_path", pathFault(basePath));
    refuse("languages", languagesFault(languages));
  }

  /** No name, no logo, our own blue, {@code /auth}, three languages. */
  public static Look plain() {
    return PLAIN;
  }

  /** What the section says; a value that cannot be used is reported there and left out. */
  public static Look of(Settings pages) {
    return PLAIN
        .withTitle(pages.optional("title").orElse(""))
        .withSupportText(pages.optional("support_text").orElse(""))
        .with(pages, "logo", Look::imageFault, Look::withLogo)
        .with(pages, "logo_dark", Look::imageFault, Look::withLogoDark)
        .with(pages, "accent", Look::accentFault, Look::withAccent)
        .with(pages, "base_path", Look::pathFault, Look::withBasePath)
        .withLanguagesOf(pages)
        .withFolderOf(pages);
  }

  /** The same look with this name of the application. */
  public Look withTitle(String name) {
    return new Look(name, logo, logoDark, accent, supportText, basePath, languages, folder);
  }

  /** The same look with this logo. */
  public Look withLogo(String image) {
    return new Look(title, image, logoDark, accent, supportText, basePath, languages, folder);
  }

  /** The same look with this logo on a dark screen. */
  public Look withLogoDark(String image) {
    return new Look(title, logo, image, accent, supportText, basePath, languages, folder);
  }

  /** The same look with this accent. */
  public Look withAccent(String colour) {
    return new Look(title, logo, logoDark, colour, supportText, basePath, languages, folder);
  }

  /** The same look with this support text. */
  public Look withSupportText(String text) {
    return new Look(title, logo, logoDark, accent, text, basePath, languages, folder);
  }

  /** The same look below this path. */
  public Look withBasePath(String path) {
    return new Look(title, logo, logoDark, accent, supportText, path, languages, folder);
  }

  /** The same look in these languages. */
  public Look withLanguages(List<String> tags) {
    return new Look(title, logo, logoDark, accent, supportText, basePath, tags, folder);
  }

  /** The same look with templates and texts from this folder. */
  public Look withFolder(Path path) {
    return new Look(
        title, logo, logoDark, accent, supportText, basePath, languages, Optional.of(path));
  }

  private Look with(Settings pages, String key, Check check, Change change) {
    Optional<String> value = pages.optional(key);
    Optional<Fault> fault = value.flatMap(check::fault);
    fault.ifPresent(found -> pages.fault(key, found.found(), found.cure()));
    return value.isEmpty() || fault.isPresent() ? this : change.to(this, value.get());
  }

  private Look withLanguagesOf(Settings pages) {
    List<String> tags = pages.list("languages");
    Optional<Fault> fault = languagesFault(tags);
    fault.ifPresent(found -> pages.fault("languages", found.found(), found.cure()));
    return fault.isPresent() ? this : withLanguages(tags);
  }

  private Look withFolderOf(Settings pages) {
    return pages.path("folder").map(this::withFolder).orElse(this);
  }

  private static Optional<Fault> imageFault(String image) {
    return image.isEmpty() || IMAGE.matcher(image).matches()
        ? Optional.empty()
        : Optional.of(new Fault(
            "is not an image of the application itself",
            "Write a path within the application, such as /logo.svg, or a data:image URL"
                + " without blanks and quotes."));
  }

  private static Optional<Fault> accentFault(String accent) {
    Optional<Colour> colour = Colour.parse(accent);
    if (colour.isEmpty()) {
      return Optional.of(new Fault("is not a colour", "Write it as #rrggbb, such as #1d5fae."));
    }
    return colour.get().contrast(Colour.WHITE) >= READABLE
        ? Optional.empty()
        : Optional.of(new Fault(
            "is too light: white text on it cannot be read",
            "Take a darker shade; the contrast to white must be 4.5 or more."));
  }

  private static Optional<Fault> pathFault(String path) {
    return PATH.matcher(path).matches()
        ? Optional.empty()
        : Optional.of(new Fault(
            "is not a path below which pages can live",
            "Write it as /auth, without a slash at the end."));
  }

  private static Optional<Fault> languagesFault(List<String> tags) {
    boolean usable =
        !tags.isEmpty() && tags.stream().allMatch(tag -> LANGUAGE.matcher(tag).matches());
    return usable
        ? Optional.empty()
        : Optional.of(new Fault("is not a list of languages", "Write them as en, de, pt-BR."));
  }

  private static void refuse(String name, Optional<Fault> fault) {
    fault.ifPresent(found -> {
      throw new IllegalArgumentException(name + " " + found.found() + ". " + found.cure());
    });
  }

  private record Fault(String found, String cure) {}

  private interface Check {
    Optional<Fault> fault(String value);
  }

  private interface Change {
    Look to(Look look, String value);
  }
}
