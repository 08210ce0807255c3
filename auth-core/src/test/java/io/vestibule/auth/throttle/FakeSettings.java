package io.vestibule.auth.throttle;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The section {@code [throttle]} with these values, which are of the right type; faults are kept. */
record FakeSettings(Map<String, String> values, InstantSource clock, List<String> faults)
    implements Settings {

  static FakeSettings of(Map<String, String> values, InstantSource clock) {
    return new FakeSettings(values, clock, new ArrayList<>());
  }

  @Override
  public String name() {
    return "throttle";
  }

  @Override
  public String text(String key) {
    return optional(key).orElseThrow();
  }

  @Override
  public Optional<String> optional(String key) {
    Key known = Limits.SECTION.keys().stream()
        .filter(each -> each.name().equals(key))
        .findFirst()
        .orElseThrow();
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
    return Duration.parse("PT" + text(key));
  }

  @Override
  public List<String> list(String key) {
    return List.of(text(key).split(","));
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
  public <T> T shared(Class<T> type, Supplier<T> maker) {
    return maker.get();
  }

  @Override
  public void fault(String key, String found, String cure) {
    faults.add(key + " " + found + "; " + cure);
  }

  @Override
  public void warn(String key, String found, String cure) {
    faults.add(key + " " + found + "; " + cure);
  }
}
