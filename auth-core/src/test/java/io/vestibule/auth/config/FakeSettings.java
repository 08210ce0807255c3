package io.vestibule.auth.config;

import io.vestibule.auth.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The settings of a section made by a test; it remembers the faults that are reported. */
final class FakeSettings implements Settings {
  final List<String> faults = new ArrayList<>();

  private final Section section;
  private final Map<String, String> values;

  FakeSettings(Section section, Map<String, String> values) {
    this.section = section;
    this.values = values;
  }

  @Override
  public String name() {
    return section.name();
  }

  @Override
  public String text(String key) {
    return optional(key).orElseThrow();
  }

  @Override
  public Optional<String> optional(String key) {
    Key known = section.keys().stream()
        .filter(one -> one.name().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no key " + key));
    return Optional.ofNullable(values.get(key)).or(known::byDefault);
  }

  @Override
  public Optional<Secret> secret(String key) {
    return optional(key).map(Secret::of);
  }

  @Override
  public boolean flag(String key) {
    return text(key).equals("yes");
  }

  @Override
  public long number(String key) {
    return Long.parseLong(text(key));
  }

  @Override
  public Duration duration(String key) {
    return Duration.parse(text(key));
  }

  @Override
  public List<String> list(String key) {
    return optional(key).map(text -> List.of(text.split(" *, *"))).orElse(List.of());
  }

  @Override
  public Optional<Path> path(String key) {
    return optional(key).map(Path::of);
  }

  @Override
  public Path folder() {
    return Path.of("");
  }

  @Override
  public String origin(String key) {
    return "auth.ini:1";
  }

  @Override
  public List<Entry> entries() {
    return List.of();
  }

  @Override
  public Settings section(String name) {
    throw new IllegalArgumentException(name);
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public <T> T shared(Class<T> type, Supplier<T> maker) {
    return maker.get();
  }

  @Override
  public void fault(String key, String found, String cure) {
    faults.add(key + " " + found + ". " + cure);
  }

  @Override
  public void warn(String key, String found, String cure) {
    throw new AssertionError(key + " " + found);
  }
}
