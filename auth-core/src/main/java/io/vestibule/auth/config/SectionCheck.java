package io.vestibule.auth.config;

import io.vestibule.auth.internal.Nearest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks one section: its keys are known, each stands once, each value fits, and none that is needed is missing. */
final class SectionCheck {
  private final Reading reading;
  private final Problems problems;
  private final Section schema;
  private final List<String> names;
  private final Set<String> misspelt = new HashSet<>();
  private final int before;

  /**
   * A check of what stands under any of these names; the first is the one to name in a cure.
   *
   * @param names the section's own name, its aliases, and {@code authentication} where its keys may stand there
   */
  SectionCheck(Reading reading, Section schema, List<String> names) {
    this.reading = reading;
    this.problems = reading.problems();
    this.schema = schema;
    this.names = List.copyOf(names);
    this.before = reading.problems().errors();
  }

  /** Reports the keys under this name that neither the schema nor the other list knows. */
  void unknownKeys(String section, List<String> alsoKnown) {
    if (schema.free()) {
      return;
    }
    List<String> known =
        Stream.concat(Catalog.keysOf(schema).stream(), alsoKnown.stream()).toList();
    reading.document().block(section).stream()
        .flatMap(block -> block.entries().stream())
        .filter(assignment -> !known.contains(assignment.name()))
        .takeWhile(assignment -> !problems.full())
        .forEach(assignment -> unknown(assignment, known));
  }

  private void unknown(Assignment assignment, List<String> known) {
    Nearest.of(assignment.name(), known).ifPresent(misspelt::add);
    unknown(reading, assignment, known);
  }

  static void unknown(Reading reading, Assignment assignment, List<String> known) {
    List<String> near = Nearest.hint(assignment.name(), known);
    Stream<String> elsewhere = reading.catalog().owner(assignment.name()).stream()
        .map(owner -> "It is a key of " + owner.name() + ", which is not meant here.");
    reading
        .problems()
        .add(
            Code.UNKNOWN_KEY,
            assignment.key().place(),
            "Unknown key " + Text.quoted(assignment.name()) + " in section [" + assignment.section()
                + "]",
            near.isEmpty()
                ? Stream.concat(elsewhere, Stream.of("Allowed: " + Text.listed(known)))
                    .toList()
                : near);
  }

  /**
   * The values that fit.
   *
   * @param place where what is missing is missed
   */
  CheckedSection check(Place place) {
    Map<String, Value> values = new LinkedHashMap<>();
    if (schema.free()) {
      free(values);
    } else {
      schema.keys().forEach(key -> keyed(key, place, values));
    }
    boolean sound = problems.errors() == before && !reading.isDamaged(names);
    return new CheckedSection(schema, place, values, sound);
  }

  private void free(Map<String, Value> values) {
    Key entry = schema.keys().get(0);
    names.stream()
        .flatMap(name -> reading.document().block(name).stream())
        .flatMap(block -> block.entries().stream())
        .takeWhile(assignment -> !problems.full())
        .forEach(assignment -> reading
            .references()
            .resolve(assignment)
            .filter(value -> fits(assignment.section(), assignment.name(), entry, value))
            .ifPresent(value -> values.put(assignment.name(), value)));
  }

  private void keyed(Key key, Place place, Map<String, Value> values) {
    List<Assignment> written = reading.written(names, key.name());
    List<Value> overriding = names.stream()
        .flatMap(name -> reading.overrides().find(name, key.name()).stream())
        .toList();
    twoPlaces(key, written.stream().map(assignment -> assignment.key().place()).toList());
    twoPlaces(key, overriding.stream().map(Value::place).toList());
    if (overriding.isEmpty() && written.isEmpty()) {
      missing(key, place);
    } else {
      value(overriding, written)
          .filter(value -> fits(names.get(0), key.name(), key, value))
          .ifPresent(value -> values.put(key.name(), value));
    }
  }

  private Optional<Value> value(List<Value> overriding, List<Assignment> written) {
    return overriding.isEmpty()
        ? reading.references().resolve(written.get(0))
        : Optional.of(overriding.get(0));
  }

  private boolean fits(String section, String name, Key key, Value value) {
    return new ValueCheck(reading).test(section, name, key, value);
  }

  private void twoPlaces(Key key, List<Place> places) {
    if (places.size() > 1) {
      List<Place> sorted =
          places.stream().sorted(Comparator.comparing(Place::line)).toList();
      problems.add(
          Code.KEY_IN_TWO_PLACES,
          sorted.get(sorted.size() - 1),
          "Key \"" + key.name() + "\" stands in two places: "
              + sorted.stream().map(Place::origin).collect(Collectors.joining(" and ")),
          "Keep one of the two.");
    }
  }

  private void missing(Key key, Place place) {
    if (key.required() && !misspelt.contains(key.name()) && !reading.isDamaged(names)) {
      problems.add(
          Code.KEY_MISSING,
          place,
          "Key \"" + key.name() + "\" is missing; [" + names.get(0) + "] needs it",
          key.help(),
          "Example: " + reading.document().example(names.get(0), key.name(), key.example()));
    }
  }
}
