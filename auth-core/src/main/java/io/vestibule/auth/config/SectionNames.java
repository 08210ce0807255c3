package io.vestibule.auth.config;

import io.vestibule.auth.internal.Nearest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Checks that every section is known, and used. */
final class SectionNames {
  private final Reading reading;
  private final Problems problems;

  SectionNames(Reading reading) {
    this.reading = reading;
    this.problems = reading.problems();
  }

  /** Reports the sections that no schema knows, and goes on as if what was probably meant stood there. */
  void unknownSections() {
    for (Block block : List.copyOf(reading.document().blocks())) {
      if (!problems.full()
          && reading.catalog().schema(block.name()).isEmpty()
          && !block.name().isEmpty()) {
        unknown(block);
      }
    }
  }

  private void unknown(Block block) {
    List<String> known = List.copyOf(reading.catalog().sectionNames());
    List<String> near = Nearest.hint(block.name(), known);
    Nearest.of(block.name(), known).ifPresent(meant -> reading.document().alsoNamed(meant, block));
    problems.add(
        Code.UNKNOWN_SECTION,
        block.place(),
        "Unknown section [" + Text.bare(block.name()) + "]",
        near.isEmpty() ? List.of("Allowed: " + Text.listed(bracketed(known))) : near);
  }

  private static List<String> bracketed(List<String> names) {
    return names.stream().map(name -> "[" + name + "]").toList();
  }

  /** Warns of sections that nobody reads. */
  void unusedSections(TypeLine type) {
    if (!type.understood()) {
      return;
    }
    Set<String> used = new HashSet<>(
        List.of(Catalog.AUTHENTICATION.name(), Catalog.SERVER.name(), Catalog.RULES.name()));
    for (Way way : type.ways()) {
      used.addAll(way.sections());
      way.factory().alsoReads().forEach(section -> used.add(section.name()));
    }
    Stream.concat(
            reading.document().blocks().stream().map(Block::name),
            reading.overrides().sections().stream())
        .distinct()
        .filter(name -> !used.contains(name))
        .forEach(this::unused);
  }

  private void unused(String name) {
    reading.catalog().schema(name).ifPresent(schema -> {
      Place place =
          reading.document().block(name).map(Block::place).orElseGet(() -> overridden(name));
      boolean kind = reading.catalog().kind(Catalog.family(name)).isPresent();
      problems.add(
          Code.SECTION_NOT_USED,
          place,
          "Section [" + name + "] is not used: "
              + (kind ? "type does not name it" : "no way of signing in that type names reads it"),
          kind
              ? "Add \"" + name + "\" to type, or remove the section."
              : "Remove it, or change type.");
      new SectionCheck(reading, schema, List.of(name)).unknownKeys(name, List.of());
    });
  }

  private Place overridden(String name) {
    return reading.overrides().keys(name).stream()
        .flatMap(key -> reading.overrides().find(name, key).stream())
        .map(Value::place)
        .findFirst()
        .orElseThrow();
  }
}
