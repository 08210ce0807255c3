package io.vestibule.auth.config;

import io.vestibule.auth.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The settings of one section, as its factory reads them. */
final class SectionSettings implements Settings {

  /** What all sections of a file share. */
  record Shared(
      Path folder,
      InstantSource clock,
      Problems problems,
      Map<Class<?>, Object> instances,
      List<String> ways,
      Supplied supplied) {}

  private final String name;
  private final CheckedSection section;
  private final Map<String, CheckedSection> others;
  private final boolean sound;
  private final Shared shared;

  SectionSettings(
      String name,
      CheckedSection section,
      Map<String, CheckedSection> others,
      boolean sound,
      Shared shared) {
    this.name = name;
    this.section = section;
    this.others = others;
    this.sound = sound;
    this.shared = shared;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String text(String key) {
    return optional(key).orElseThrow(() -> missing(key));
  }

  @Override
  public Optional<String> optional(String key) {
    Key known = known(key);
    return section.find(key).map(Value::text).or(known::byDefault);
  }

  @Override
  public Optional<Secret> secret(String key) {
    return optional(key).map(Secret::of);
  }

  @Override
  public boolean flag(String key) {
    return optional(key).flatMap(Types::flag).orElseThrow(() -> missing(key));
  }

  @Override
  public long number(String key) {
    return optional(key).flatMap(Types::number).orElseThrow(() -> missing(key));
  }

  @Override
  public Duration duration(String key) {
    return optional(key).flatMap(Types::duration).orElseThrow(() -> missing(key));
  }

  @Override
  public List<String> list(String key) {
    return optional(key).map(Types::list).orElse(List.of());
  }

  @Override
  public Optional<Path> path(String key) {
    return optional(key).flatMap(text -> Types.path(shared.folder(), text));
  }

  @Override
  public Path folder() {
    return shared.folder();
  }

  @Override
  public List<String> ways() {
    return List.copyOf(shared.ways());
  }

  @Override
  public String origin(String key) {
    return section.place(key).origin();
  }

  @Override
  public List<Entry> entries() {
    return section.values().entrySet().stream()
        .map(entry -> new Entry(
            entry.getKey(), entry.getValue().text(), entry.getValue().place().origin()))
        .toList();
  }

  @Override
  public Settings section(String other) {
    CheckedSection found = others.get(other);
    if (found == null) {
      throw new IllegalArgumentException(
          "the factory of " + name + " does not name [" + other + "] in alsoReads");
    }
    return new SectionSettings(other, found, others, sound, shared);
  }

  @Override
  public InstantSource clock() {
    return shared.clock();
  }

  @Override
  public <T> T shared(Class<T> type, Supplier<T> maker) {
    Optional<T> given = supplied(type);
    if (given.isPresent()) {
      return given.get();
    }
    Object present = shared.instances().get(type);
    if (present != null) {
      return type.cast(present);
    }
    T made = maker.get();
    shared.instances().put(type, made);
    return made;
  }

  @Override
  public <T> Optional<T> supplied(Class<T> type) {
    return shared.supplied().find(type);
  }

  @Override
  public void fault(String key, String found, String cure) {
    if (sound || section.find(key).isPresent()) {
      shared
          .problems()
          .add(Code.VALUE_REFUSED, section.place(key), Text.sentence(found), hints(cure));
    }
  }

  @Override
  public void warn(String key, String found, String cure) {
    Code code = key.startsWith("insecure_") ? Code.INSECURE : Code.VALUE_UNWISE;
    shared.problems().add(code, section.place(key), Text.sentence(found), hints(cure));
  }

  private static List<String> hints(String cure) {
    boolean ended = cure.isEmpty() || !Character.isLetterOrDigit(cure.charAt(cure.length() - 1));
    return (ended ? cure : cure + ".").lines().map(Text::sentence).toList();
  }

  private Key known(String key) {
    return Catalog.key(section.schema(), key)
        .orElseThrow(() -> new IllegalArgumentException(
            "the schema of [" + section.schema().name() + "] has no key " + key));
  }

  private IllegalArgumentException missing(String key) {
    return new IllegalArgumentException("[" + section.schema().name() + "] has no " + key
        + ", and the schema has no default for it");
  }
}
