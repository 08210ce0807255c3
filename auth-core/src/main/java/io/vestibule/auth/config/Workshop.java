package io.vestibule.auth.config;

import io.vestibule.auth.Authenticator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the sections of the ways of signing in, and has their factories make them. */
final class Workshop {
  private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);
  private static final String AUTHENTICATION = Catalog.AUTHENTICATION.name();

  private final Reading reading;
  private final Problems problems;
  private final SectionSettings.Shared shared;
  private final Map<String, CheckedSection> ways = new LinkedHashMap<>();
  private final Map<String, CheckedSection> others = new LinkedHashMap<>();

  Workshop(Reading reading, InstantSource clock) {
    this.reading = reading;
    this.problems = reading.problems();
    this.shared =
        new SectionSettings.Shared(reading.folder(), clock, reading.problems(), new HashMap<>());
  }

  /** Checks everything that these ways of signing in read. */
  void check(TypeLine type) {
    type.ways().stream()
        .flatMap(way -> way.factory().alsoReads().stream())
        .forEach(section -> others.computeIfAbsent(section.name(), name -> check(section)));
    type.ways().forEach(way -> ways.put(way.name(), check(way, type)));
  }

  /** A section that stands on its own. */
  CheckedSection check(Section schema) {
    List<String> names = Catalog.namesOf(schema);
    SectionCheck check = new SectionCheck(reading, schema, names);
    names.forEach(name -> check.unknownKeys(name, List.of()));
    return check.check(reading.document().source().beginning());
  }

  /** With one type its keys may stand in the first section too. */
  private CheckedSection check(Way way, TypeLine type) {
    boolean alone = type.ways().size() == 1 || !type.understood();
    List<String> names = Stream.concat(
            way.sections().stream(), alone ? Stream.of(AUTHENTICATION) : Stream.of())
        .toList();
    SectionCheck check = new SectionCheck(reading, way.schema(), names);
    way.sections().forEach(name -> check.unknownKeys(name, List.of()));
    if (alone && type.understood()) {
      check.unknownKeys(AUTHENTICATION, Catalog.keysOf(Catalog.AUTHENTICATION));
    }
    return check.check(way.place());
  }

  Collection<CheckedSection> sections() {
    return Stream.concat(ways.values().stream(), others.values().stream()).toList();
  }

  /** Makes what can be made: where a section is not sound, its factory is not asked. */
  List<Configuration.Named> make(TypeLine type) {
    List<Configuration.Named> made = new ArrayList<>();
    for (Way way : type.ways()) {
      CheckedSection section = ways.get(way.name());
      if (section != null && section.sound() && readsOnlySound(way)) {
        make(way, section, made);
      }
    }
    return made;
  }

  private boolean readsOnlySound(Way way) {
    return way.factory().alsoReads().stream()
        .map(section -> others.get(section.name()))
        .allMatch(section -> section != null && section.sound());
  }

  private void make(Way way, CheckedSection section, List<Configuration.Named> made) {
    try {
      Authenticator authenticator =
          way.factory().create(new SectionSettings(way.name(), section, others, shared));
      made.add(new Configuration.Named(way.name(), authenticator));
    } catch (IllegalArgumentException refused) {
      cannotBeMade(way, String.valueOf(refused.getMessage()));
    } catch (RuntimeException broken) {
      LOG.error("the factory of {} failed", way.name(), broken);
      cannotBeMade(way, broken.getClass().getSimpleName());
    }
  }

  private void cannotBeMade(Way way, String reason) {
    problems.add(
        Code.CANNOT_BE_MADE,
        way.place(),
        "\"" + way.name() + "\" cannot be made: " + reason,
        "This was said by " + way.factory().getClass().getName() + ".");
  }
}
