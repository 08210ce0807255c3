package io.vestibule.auth.config;

import io.vestibule.auth.internal.Nearest;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the environment says instead of the file: {@code VESTIBULE_BASIC_REALM}, {@code VESTIBULE_BASIC_PASSWORD_FILE}.
 */
final class Overrides {
  private static final String PREFIX = "VESTIBULE_";
  private static final String FILE = "_FILE";

  private final Map<String, Target> targets = new HashMap<>();
  private final Map<String, Map<String, Value>> found = new LinkedHashMap<>();
  private final Set<String> names = new TreeSet<>();
  private final Catalog catalog;
  private final References references;
  private final Problems problems;

  private Overrides(Catalog catalog, References references, Problems problems) {
    this.catalog = catalog;
    this.references = references;
    this.problems = problems;
  }

  static Overrides of(
      Document document,
      Catalog catalog,
      Map<String, String> environment,
      References references,
      Problems problems) {
    Overrides overrides = new Overrides(catalog, references, problems);
    Stream.concat(catalog.sectionNames().stream(), document.blocks().stream().map(Block::name))
        .distinct()
        .forEach(overrides::addTargets);
    new TreeMap<>(environment).forEach((name, value) -> {
      if (name.startsWith(PREFIX)) {
        overrides.take(name, value, environment);
      }
    });
    return overrides;
  }

  Optional<Value> find(String section, String key) {
    return Optional.ofNullable(found.getOrDefault(section, Map.of()).get(key));
  }

  Set<String> sections() {
    return found.keySet();
  }

  Collection<String> keys(String section) {
    return found.getOrDefault(section, Map.of()).keySet();
  }

  /** The variables that hold, in order. */
  Collection<String> names() {
    return names;
  }

  private void addTargets(String section) {
    boolean first = section.equals(Catalog.AUTHENTICATION.name());
    Stream<Section> schemas = first
        ? Stream.concat(
            Stream.of(Catalog.AUTHENTICATION),
            catalog.factories().stream().map(AuthenticatorFactory::section))
        : catalog.schema(section).stream();
    schemas
        .filter(schema -> !schema.free())
        .flatMap(schema -> schema.keys().stream())
        .forEach(
            key -> targets.putIfAbsent(variable(section, key.name()), new Target(section, key)));
  }

  /** The variable that overrides this key. */
  static String variable(String section, String key) {
    return prefix(section) + key.toUpperCase(Locale.ROOT);
  }

  private static String prefix(String section) {
    return PREFIX + section.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_') + "_";
  }

  private void take(String name, String value, Map<String, String> environment) {
    Target plain = targets.get(name);
    if (plain != null) {
      put(plain, name, value, Optional.empty());
      return;
    }
    String base = name.endsWith(FILE) ? name.substring(0, name.length() - FILE.length()) : name;
    Target target = targets.get(base);
    if (target == null) {
      unknown(name);
    } else if (environment.containsKey(base)) {
      problems.add(
          Code.OVERRIDE_TWICE,
          Place.of("environment " + name),
          base + " and " + name + " are both set",
          "Unset one of the two.");
    } else {
      references
          .read(value, Place.of("environment " + name))
          .ifPresent(content -> put(target, name, content, references.path(value)));
    }
  }

  private void put(Target target, String name, String value, Optional<Path> file) {
    names.add(name);
    found
        .computeIfAbsent(target.section(), section -> new LinkedHashMap<>())
        .put(target.key().name(), new Value(value, Located.environment(name, value), true, file));
  }

  private void unknown(String name) {
    Place place = Place.of("environment " + name);
    Optional<String> free = catalog.sectionNames().stream()
        .filter(section -> catalog.schema(section).filter(Section::free).isPresent())
        .filter(section -> name.startsWith(prefix(section)))
        .findFirst();
    if (free.isPresent()) {
      problems.add(
          Code.OVERRIDE_OF_FREE_SECTION,
          place,
          "Section [" + free.get()
              + "] cannot be overridden from the environment: its keys are your own words",
          "Write it in the file; a value there may be a reference such as ${NAME}.");
    } else {
      problems.add(
          Code.OVERRIDE_UNKNOWN,
          place,
          "The environment variable " + name + " names no key of any section",
          hint(name));
    }
  }

  private List<String> hint(String name) {
    List<String> near = Nearest.hint(name, targets.keySet());
    return near.isEmpty()
        ? List.of(
            "Allowed: VESTIBULE_SECTION_KEY, as in VESTIBULE_AUTHENTICATION_TYPE. Unset it if it is not needed.")
        : near;
  }

  private record Target(String section, Key key) {}
}
