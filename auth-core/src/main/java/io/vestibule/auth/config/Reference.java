package io.vestibule.auth.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every section and key that a file may have, as Markdown, made from the schemas. Without state. */
public final class Reference {
  private static final Map<Key.Type, String> NAMES = Map.of(
      Key.Type.TEXT, "text",
      Key.Type.SECRET, "secret",
      Key.Type.FLAG, "yes or no",
      Key.Type.NUMBER, "number",
      Key.Type.DURATION, "duration",
      Key.Type.LIST, "list",
      Key.Type.PATH, "path");

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
    section.keys().forEach(key -> lines.add(row(key)));
    return lines;
  }

  private static String row(Key key) {
    List<String> cells = List.of(
        "`" + key.name() + "`",
        type(key),
        byDefault(key),
        key.help(),
        "`" + key.name() + " = " + key.example() + "`");
    return cells.stream().map(Reference::escaped).collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String byDefault(Key key) {
    Optional<String> value = key.byDefault();
    return value.map(text -> "`" + text + "`").orElse(key.required() ? "needed" : "");
  }

  private static String type(Key key) {
    return key.type() == Key.Type.CHOICE
        ? "one of " + String.join(", ", key.choices())
        : NAMES.getOrDefault(key.type(), key.type().name());
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
