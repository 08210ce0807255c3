package io.vestibule.auth.config;

import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.server.AllowedOrigins;
import io.vestibule.auth.server.TrustedProxies;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the sections of the ways of signing in, and has their factories make them. */
final class AuthenticatorLoader {
  private static final Logger LOG = LoggerFactory.getLogger(AuthenticatorLoader.class);
  private static final String AUTHENTICATION = Catalog.AUTHENTICATION.name();

  private final Reading reading;
  private final Problems problems;
  private final SectionSettings.Shared shared;
  private final Map<String, CheckedSection> ways = new LinkedHashMap<>();
  private final Map<String, CheckedSection> others = new LinkedHashMap<>();

  AuthenticatorLoader(Reading reading, InstantSource clock, Supplied supplied) {
    this.reading = reading;
    this.problems = reading.problems();
    this.shared = new SectionSettings.Shared(
        reading.folder(),
        clock,
        reading.problems(),
        new LinkedHashMap<>(),
        new ArrayList<>(),
        supplied);
  }

  /** Checks everything that these ways of signing in read. */
  void check(TypeLine type) {
    type.ways().forEach(way -> shared.ways().add(way.name()));
    type.ways().stream()
        .flatMap(way -> way.factory().alsoReads().stream())
        .forEach(section -> others.computeIfAbsent(section.name(), name -> check(section)));
    type.ways().forEach(way -> ways.put(way.name(), check(way, type)));
  }

  /** The sections that belong to no way of signing in; any of them may be read by all. Returns {@code [server]}. */
  CheckedSection checkCommon() {
    others.put(Look.SECTION.name(), check(Look.SECTION));
    CheckedSection server = check(ServerSection.SECTION);
    others.put(ServerSection.SECTION.name(), server);
    return server;
  }

  /** How the pages look. */
  Look look() {
    String name = Look.SECTION.name();
    CheckedSection pages = Objects.requireNonNull(others.get(name));
    return Look.of(new SectionSettings(name, pages, others, pages.sound(), shared));
  }

  /** Whom to believe about where a request comes from. */
  TrustedProxies trustedProxies() {
    return ServerSection.trustedProxies(server());
  }

  /** Which other origins may use the application. */
  AllowedOrigins allowedOrigins() {
    return ServerSection.allowedOrigins(server());
  }

  private Settings server() {
    String name = ServerSection.SECTION.name();
    CheckedSection server = Objects.requireNonNull(others.get(name));
    return new SectionSettings(name, server, others, server.sound(), shared);
  }

  /** Which roles those that were made give. */
  GivenRoles givenRoles() {
    return shared.instances().get(GivenRoles.class) instanceof GivenRoles given
        ? given
        : new GivenRoles();
  }

  /** Which of those that were made can prove a second factor. */
  GivenFactors givenFactors() {
    return shared.instances().get(GivenFactors.class) instanceof GivenFactors given
        ? given
        : new GivenFactors();
  }

  /** Who is told of what happens. */
  Audit audit() {
    return shared.supplied().find(Audit.class).orElseGet(() ->
        (Audit) shared.instances().computeIfAbsent(Audit.class, type -> Audit.of()));
  }

  /** What was made for several ways of signing in, in the order in which it was made. */
  Map<Class<?>, Object> shared() {
    return shared.instances();
  }

  /** A section that stands on its own. */
  CheckedSection check(Section schema) {
    List<String> names = Catalog.namesOf(schema);
    SectionCheck check = new SectionCheck(reading, schema, names);
    names.forEach(name -> check.unknownKeys(name, List.of()));
    return check.check(reading.place(names).orElse(reading.document().source().beginning()));
  }

  /** With one type its keys may stand in the first section too. */
  private CheckedSection check(Way way, TypeLine type) {
    boolean alone = way.named() && (type.namesOne() || !type.understood());
    List<String> names = Stream.concat(
            way.sections().stream(), alone ? Stream.of(AUTHENTICATION) : Stream.of())
        .toList();
    SectionCheck check = new SectionCheck(reading, way.schema(), names);
    way.sections().forEach(name -> check.unknownKeys(name, List.of()));
    if (alone && type.understood()) {
      check.unknownKeys(AUTHENTICATION, Catalog.keysOf(Catalog.AUTHENTICATION));
    }
    Place place = reading.place(way.sections()).orElse(way.place());
    return check.check(place);
  }

  Collection<CheckedSection> sections() {
    return Stream.concat(ways.values().stream(), others.values().stream()).toList();
  }

  /**
   * Makes what type asks for, and last what comes with a section, for that may build on the others. A factory is asked
   * even where something else is wrong, for what it finds belongs into the same report; but what it misses then may be
   * missing for that other reason.
   */
  List<Configuration.Named> make(TypeLine type, boolean sectionsKnown) {
    Map<Way, Configuration.Named> made = new HashMap<>();
    for (Way way : inOrderOfMaking(type)) {
      CheckedSection section = ways.get(way.name());
      if (section != null) {
        boolean sound = sectionsKnown && section.sound() && readsOnlySound(way);
        make(way, new SectionSettings(way.name(), section, others, sound, shared), sound)
            .ifPresent(named -> made.put(way, named));
      }
    }
    return type.ways().stream().flatMap(way -> Stream.ofNullable(made.get(way))).toList();
  }

  private static List<Way> inOrderOfMaking(TypeLine type) {
    return type.ways().stream()
        .sorted(Comparator.comparing(way -> !way.factory().comesWith().isEmpty()))
        .toList();
  }

  private boolean readsOnlySound(Way way) {
    return way.factory().alsoReads().stream()
        .map(section -> others.get(section.name()))
        .allMatch(section -> section != null && section.sound());
  }

  private Optional<Configuration.Named> make(Way way, Settings settings, boolean sound) {
    try {
      return Optional.of(new Configuration.Named(way.name(), way.factory().create(settings)));
    } catch (IllegalArgumentException refused) {
      if (sound) {
        cannotBeMade(
            way, String.valueOf(refused.getMessage()), "This was said by " + maker(way) + ".");
      }
    } catch (RuntimeException broken) {
      if (sound) {
        LOG.error("the factory of {} failed", way.name(), broken);
        cannotBeMade(
            way,
            broken.getClass().getSimpleName(),
            "A fault of " + maker(way) + ", not of this file; the log says more.");
      }
    }
    return Optional.empty();
  }

  private static String maker(Way way) {
    return way.factory().getClass().getName();
  }

  private void cannotBeMade(Way way, String reason, String hint) {
    problems.add(
        Code.CANNOT_BE_MADE, way.place(), "\"" + way.name() + "\" cannot be made: " + reason, hint);
  }
}
