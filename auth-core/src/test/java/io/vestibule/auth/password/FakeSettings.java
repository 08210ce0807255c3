package io.vestibule.auth.password;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/** Settings without a file: values by hand, defaults from the keys, faults and warnings collected. */
public final class FakeSettings implements Settings {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, FakeSettings> sections;
  private final Map<Class<?>, Object> shared;
  private final List<Key> keys;
  private final InstantSource clock;
  public final List<String> faults;
  public final List<String> warnings;

  public FakeSettings(List<Key> keys, InstantSource clock) {
    this(keys, clock, new HashMap<>(), new HashMap<>(), new ArrayList<>(), new ArrayList<>());
  }

  private FakeSettings(
      List<Key> keys,
      InstantSource clock,
      Map<String, FakeSettings> sections,
      Map<Class<?>, Object> shared,
      List<String> faults,
      List<String> warnings) {
    this.keys = keys;
    this.clock = clock;
    this.sections = sections;
    this.shared = shared;
    this.faults = faults;
    this.warnings = warnings;
  }

  public FakeSettings with(String key, String value) {
    values.put(key, value);
    return this;
  }

  public FakeSettings with(String section, String key, String value) {
    section(section).with(key, value);
    return this;
  }

  @Override
  public String name() {
    return "basic";
  }

  @Override
  public String text(String key) {
    return optional(key).orElseThrow(() -> new NoSuchElementException(key));
  }

  @Override
  public Optional<String> optional(String key) {
    Optional<String> written = Optional.ofNullable(values.get(key));
    return written.or(
        () -> keys.stream().filter(k -> k.name().equals(key)).findFirst().flatMap(Key::byDefault));
  }

  @Override
  public Optional<Secret> secret(String key) {
    return optional(key).map(Secret::of);
  }

  @Override
  public boolean flag(String key) {
    return List.of("yes", "true", "True", "on").contains(text(key));
  }

  @Override
  public long number(String key) {
    return Long.parseLong(text(key));
  }

  @Override
  public Duration duration(String key) {
    return text(key).equals("0") ? Duration.ZERO : Duration.parse("PT" + text(key));
  }

  @Override
  public List<String> list(String key) {
    return optional(key).map(value -> Arrays.asList(value.split(","))).orElse(List.of());
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
    return values.entrySet().stream()
        .map(e -> new Entry(e.getKey(), e.getValue(), "auth.ini:1"))
        .toList();
  }

  @Override
  public FakeSettings section(String name) {
    return sections.computeIfAbsent(
        name, any -> new FakeSettings(List.of(), clock, sections, shared, faults, warnings));
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public <T> T shared(Class<T> type, Supplier<T> maker) {
    Object present = shared.get(type);
    T made = present == null ? maker.get() : type.cast(present);
    shared.put(type, made);
    return made;
  }

  @Override
  public void fault(String key, String found, String cure) {
    faults.add(key + ": " + found + ": " + cure);
  }

  @Override
  public void warn(String key, String found, String cure) {
    warnings.add(key + ": " + found + ": " + cure);
  }
}
