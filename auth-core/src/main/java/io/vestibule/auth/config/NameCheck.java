package io.vestibule.auth.config;

import io.vestibule.auth.internal.Nearest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks that every section is known and used, and that what stands in the first one belongs there. */
final class NameCheck {
  private static final String AUTHENTICATION = Catalog.AUTHENTICATION.name();

  private static final String TYPE = "type";

  private final Reading reading;
  private final Problems problems;

  NameCheck(Reading reading) {
    this.reading = reading;
    this.problems = reading.problems();
  }

  /** Reports the sections that no schema knows. */
  void unknownSections() {
    for (Block block : reading.document().blocks()) {
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
    problems.add(
        Code.UNKNOWN_SECTION,
        block.place(),
        "Unknown section [" + Text.bare(block.name()) + "]",
        near.isEmpty() ? List.of("Allowed: " + Text.listed(bracketed(known))) : near);
  }

  private static List<String> bracketed(List<String> names) {
    return names.stream().map(name -> "[" + name + "]").toList();
  }

  /** Without a first section nothing says who may sign in: that is never taken for "everybody". */
  boolean hasAuthentication() {
    if (reading.isPresent(AUTHENTICATION)) {
      return true;
    }
    boolean misspelt = reading.document().blocks().stream()
        .anyMatch(block -> Nearest.of(block.name(), List.of(AUTHENTICATION)).isPresent());
    if (!misspelt) {
      Document document = reading.document();
      problems.add(
          Code.NO_AUTHENTICATION,
          document.source().beginning(),
          "There is no section [authentication]: nothing says who may sign in, and how",
          "Example: " + document.header(AUTHENTICATION)
              + document.example(AUTHENTICATION, "type", "basic"),
          "To let everybody in, say so: type = none");
    }
    return false;
  }

  /** The first section's own keys; without a type, any key of any type may stand beside them. */
  CheckedSection authentication() {
    List<String> names = List.of(AUTHENTICATION);
    SectionCheck check = new SectionCheck(reading, Catalog.AUTHENTICATION, names);
    boolean typed = !reading.written(names, TYPE).isEmpty()
        || reading.overrides().find(AUTHENTICATION, TYPE).isPresent();
    if (!typed) {
      check.unknownKeys(
          AUTHENTICATION,
          reading.catalog().factories().stream()
              .flatMap(factory -> Catalog.keysOf(factory.section()).stream())
              .toList());
    }
    return check.check(reading.document().source().beginning());
  }

  /** Warns of sections that nobody reads. */
  void unusedSections(TypeLine type) {
    Set<String> used =
        new HashSet<>(List.of(AUTHENTICATION, Catalog.SERVER.name(), Catalog.RULES.name()));
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

  /** What stands in the first section, and is not its own, belongs to the one type that there is. */
  void authenticationKeys(TypeLine type) {
    if (!type.understood() || (type.ways().size() == 1 && !type.open())) {
      return;
    }
    List<String> own = Catalog.keysOf(Catalog.AUTHENTICATION);
    reading.document().block(AUTHENTICATION).stream()
        .flatMap(block -> block.entries().stream())
        .filter(assignment -> !own.contains(assignment.name()))
        .takeWhile(assignment -> !problems.full())
        .forEach(assignment -> foreign(assignment, type));
    reading.overrides().keys(AUTHENTICATION).stream()
        .filter(key -> !own.contains(key))
        .flatMap(key -> reading
            .overrides()
            .find(AUTHENTICATION, key)
            .map(value -> new Foreign(key, value.place()))
            .stream())
        .forEach(key -> misplaced(key, type));
  }

  private void foreign(Assignment assignment, TypeLine type) {
    boolean known = reading.catalog().factories().stream()
        .anyMatch(factory -> has(factory.section(), assignment.name()));
    if (known) {
      misplaced(new Foreign(assignment.name(), assignment.key().place()), type);
    } else {
      SectionCheck.unknown(reading, assignment, Catalog.keysOf(Catalog.AUTHENTICATION));
    }
  }

  private void misplaced(Foreign key, TypeLine type) {
    if (type.open()) {
      problems.add(
          Code.SECTION_NOT_USED,
          key.place(),
          "Key \"" + key.name() + "\" is not used: with type = none nobody signs in",
          "Remove it, or change type.");
      return;
    }
    Optional<Way> owner =
        type.ways().stream().filter(way -> has(way.schema(), key.name())).findFirst();
    if (owner.isPresent()) {
      problems.add(
          Code.KEY_MISPLACED,
          key.place(),
          "Key \"" + key.name()
              + "\" stands in [authentication], but type names several ways of signing in",
          "Write it " + reading.document().below(owner.get().name(), key.name()) + ".");
    } else {
      problems.add(
          Code.UNKNOWN_KEY,
          key.place(),
          "Key \"" + key.name() + "\" belongs to none of the types that are named",
          "Remove it, or name its type.");
    }
  }

  private static boolean has(Section schema, String key) {
    return Catalog.keysOf(schema).contains(key);
  }

  private record Foreign(String name, Place place) {}
}
