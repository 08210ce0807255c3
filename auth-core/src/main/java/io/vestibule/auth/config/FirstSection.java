package io.vestibule.auth.config;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks {@code [authentication]}: that it is there, and that what stands in it belongs there. */
final class FirstSection {
  private static final String AUTHENTICATION = Catalog.AUTHENTICATION.name();
  private static final String TYPE = "type";

  /** The keys by which a way has users of its own; another place for them serves all ways. */
  private static final Set<String> USERS_OF_ONE_WAY = Set.of("username", "password", "users_file");

  private final Reading reading;
  private final Problems problems;

  FirstSection(Reading reading) {
    this.reading = reading;
    this.problems = reading.problems();
  }

  /** Its own values. Without it nothing says who may sign in: that is never taken for "everybody". */
  CheckedSection check() {
    Document document = reading.document();
    if (reading.isPresent(AUTHENTICATION)) {
      return checkPresent();
    }
    if (!reading.isDamaged(List.of(""))) {
      problems.add(
          Code.NO_AUTHENTICATION,
          document.source().beginning(),
          "There is no section [authentication]: nothing says who may sign in, and how",
          "Example: " + document.header(AUTHENTICATION)
              + document.example(AUTHENTICATION, TYPE, "basic"),
          "To let everybody in, say so: type = none");
    }
    return CheckedSection.empty(Catalog.AUTHENTICATION, document.source().beginning());
  }

  /** Without a type, any key of any type may stand there. */
  private CheckedSection checkPresent() {
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
    return check.check(reading.place(names).orElse(reading.document().source().beginning()));
  }

  /**
   * What stands in the first section, and is not its own, belongs to the one type that there is.
   *
   * @return whether all of that stands in its place: else what the types seem to miss may stand here
   */
  boolean foreignKeys(TypeLine type) {
    if (!type.understood() || (type.namesOne() && !type.open())) {
      return true;
    }
    int before = problems.errors();
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
    return problems.errors() == before;
  }

  private void foreign(Assignment assignment, TypeLine type) {
    boolean known = reading.catalog().hasKey(assignment.name());
    if (known) {
      misplaced(new Foreign(assignment.name(), assignment.key().place()), type);
    } else {
      List<String> names = Stream.concat(
              Catalog.keysOf(Catalog.AUTHENTICATION).stream(),
              type.ways().stream().flatMap(way -> Catalog.keysOf(way.schema()).stream()))
          .distinct()
          .toList();
      SectionCheck.unknown(reading, assignment, names);
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
    List<Way> owners =
        type.ways().stream().filter(way -> has(way.schema(), key.name())).toList();
    if (!owners.isEmpty()) {
      problems.add(
          Code.KEY_MISPLACED,
          key.place(),
          "Key \"" + key.name()
              + "\" stands in [authentication], but type names several ways of signing in",
          cures(key, owners));
    } else {
      problems.add(
          Code.UNKNOWN_KEY,
          key.place(),
          "Key \"" + key.name() + "\" belongs to none of the types that are named",
          "Remove it, or name its type.");
    }
  }

  private List<String> cures(Foreign key, List<Way> owners) {
    List<String> names = owners.stream().map(Way::name).toList();
    Stream<String> move = Stream.of(
        key.place().line() == 0
            ? "Set " + each(names, name -> Overrides.variable(name, key.name())) + " instead."
            : "Write it " + each(names, name -> reading.document().below(name, key.name())) + ".");
    boolean users = USERS_OF_ONE_WAY.contains(key.name()) && owners.size() > 1;
    return Stream.concat(
            move,
            users ? Stream.of("Or name the users once for all ways, in [users].") : Stream.of())
        .toList();
  }

  private static String each(List<String> names, UnaryOperator<String> place) {
    return names.stream().map(place).collect(Collectors.joining(" and "));
  }

  private static boolean has(Section schema, String key) {
    return Catalog.keysOf(schema).contains(key);
  }

  private record Foreign(String name, Place place) {}
}
