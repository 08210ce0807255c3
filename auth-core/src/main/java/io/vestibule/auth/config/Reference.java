package io.vestibule.auth.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every section and key that a file may have, as Markdown, made from the schemas. Without state. */
public final class Reference {
  private Reference() {}

  /** The tables for all ways of authenticating on the class path. */
  public static List<String> lines() {
    return lines(Configuration.factories());
  }

  static List<String> lines(List<AuthenticatorFactory> factories) {
    Map<String, Section> sections = new LinkedHashMap<>();
    sections.put("authentication", Catalog.AUTHENTICATION);
    sections.put("rules", Catalog.RULES);
    factories.forEach(factory -> sections.put(factory.section().name(), factory.section()));
    factories.stream()
        .flatMap(factory -> factory.alsoReads().stream())
        .forEach(section -> sections.putIfAbsent(section.name(), section));
    sections.put("server", Catalog.SERVER);
    List<String> lines = new ArrayList<>();
    sections.values().forEach(section -> lines.addAll(lines(section)));
    return lines;
  }

  private static List<String> lines(Section section) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("## [" + section.name() + "]");
    lines.add("");
    lines.add(section.help());
    if (!section.aliases().isEmpty()) {
      lines.add("Also known as " + String.join(", ", section.aliases()) + ".");
    }
    if (section.free()) {
      lines.add("Its keys are your own words; the line below stands for any of them.");
    }
    lines.add("");
    lines.add("| Key | Value | Default | Meaning | Example |");
    lines.add("| --- | --- | --- | --- | --- |");
    section.keys().forEach(key -> lines.add(row(section, key)));
    return lines;
  }

  private static String row(Section section, Key key) {
    String name = section.free() ? key.name() : "`" + key.name() + "`";
    return "| "
        + String.join(
            " | ",
            section.free() ? "*" + escaped(name) + "*" : name,
            escaped(type(key)),
            byDefault(key),
            escaped(key.help()),
            "`" + escaped(key.name() + " = " + key.example()) + "`")
        + " |";
  }

  private static String byDefault(Key key) {
    Optional<String> value = key.byDefault();
    return value.map(text -> "`" + escaped(text) + "`").orElse(key.required() ? "needed" : "");
  }

  private static String type(Key key) {
    return switch (key.type()) {
      case TEXT -> "text";
      case SECRET -> "secret";
      case FLAG -> "yes or no";
      case NUMBER -> "number";
      case DURATION -> "duration";
      case CHOICE -> "one of " + String.join(", ", key.choices());
      case LIST -> "list";
      case PATH -> "path";
    };
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
