package io.vestibule.auth.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All sections that a file may have, from the schemas of all ways of authenticating. Immutable. */
final class Catalog {
  static final String NONE = "none";

  static final Section AUTHENTICATION = Section.of(
      "authentication",
      "Who may sign in, and how. With one type, the keys of its section may stand here instead.",
      Key.of(
              "type",
              Key.Type.LIST,
              "The ways of signing in, in the order in which they are asked; none lets everybody in.",
              "basic")
          .mandatory(),
      Key.of(
          "silence",
          Key.Type.LIST,
          "Codes of warnings that are known and accepted; they are not shown again.",
          "AUTH-C081"));

  static final Section SERVER = Section.of(
      "server",
      "How requests reach the application.",
      Key.of(
              "cors_preflight",
              Key.Type.FLAG,
              "Whether CORS preflight requests pass without signing in; browsers send them without credentials.",
              "yes")
          .orElse("yes"));

  static final Section RULES = Section.free(
      "rules",
      "What each path asks for; the first rule that matches decides, and without one the user must be signed in.",
      Key.of("/admin/**", Key.Type.TEXT, "Who may open these paths.", "role:admin"));

  private final Map<String, AuthenticatorFactory> kinds = new LinkedHashMap<>();
  private final Map<String, Section> sections = new LinkedHashMap<>();

  Catalog(List<AuthenticatorFactory> factories) {
    Stream.of(AUTHENTICATION, SERVER, RULES)
        .forEach(section -> sections.put(section.name(), section));
    factories.forEach(this::addKind);
    factories.stream()
        .flatMap(factory -> factory.alsoReads().stream())
        .forEach(section -> sections.putIfAbsent(section.name(), section));
  }

  private void addKind(AuthenticatorFactory factory) {
    for (String name : namesOf(factory.section())) {
      AuthenticatorFactory present = kinds.putIfAbsent(name, factory);
      if (present != null
          || name.equals(NONE)
          || sections.putIfAbsent(name, factory.section()) != null) {
        throw new IllegalStateException("two ways of authenticating are named " + name + ": "
            + factory.getClass().getName()
            + (present == null ? "" : " and " + present.getClass().getName()));
      }
    }
  }

  /** What makes authenticators of this kind; the word is its name or an alias. */
  Optional<AuthenticatorFactory> kind(String word) {
    return Optional.ofNullable(kinds.get(word));
  }

  /** The words that {@code type} may name. */
  List<String> words() {
    List<String> words = new ArrayList<>(kinds.keySet());
    words.add(NONE);
    return words;
  }

  Collection<AuthenticatorFactory> factories() {
    return kinds.values().stream().distinct().toList();
  }

  /** The names of all sections, aliases too. */
  Collection<String> sectionNames() {
    return sections.keySet();
  }

  /** What may stand in a section of this name, which may be one of a family: {@code bearer.ci}. */
  Optional<Section> schema(String section) {
    return Optional.ofNullable(sections.get(section))
        .or(() ->
            Optional.ofNullable(kinds.get(family(section))).map(AuthenticatorFactory::section));
  }

  /** The kind in front of the first dot; the whole name where there is none. */
  static String family(String section) {
    int dot = section.indexOf('.');
    return dot > 0 && dot < section.length() - 1 ? section.substring(0, dot) : section;
  }

  /** Whether any way of authenticating has a key of this name. */
  boolean hasKey(String key) {
    return owner(key).isPresent();
  }

  /** The first way of authenticating that has a key of this name. */
  Optional<Section> owner(String key) {
    return factories().stream()
        .map(AuthenticatorFactory::section)
        .filter(section -> keysOf(section).contains(key))
        .findFirst();
  }

  static List<String> namesOf(Section section) {
    return Stream.concat(Stream.of(section.name()), section.aliases().stream()).toList();
  }

  static List<String> keysOf(Section section) {
    return section.keys().stream().map(Key::name).toList();
  }

  static Optional<Key> key(Section section, String name) {
    return section.free()
        ? section.keys().stream().findFirst()
        : section.keys().stream().filter(key -> key.name().equals(name)).findFirst();
  }

  /**
   * Where the section's name ends in a key of a properties file: the longest section that is known, or the last
   * dot; 0 where there is no dot.
   */
  int sectionEnd(String key) {
    int last = key.lastIndexOf('.');
    int end = sections.keySet().stream()
        .filter(section -> key.startsWith(section + "."))
        .mapToInt(String::length)
        .max()
        .orElse(0);
    boolean free =
        end > 0 && schema(key.substring(0, end)).filter(Section::free).isPresent();
    return free ? end : Math.max(last, 0);
  }
}
