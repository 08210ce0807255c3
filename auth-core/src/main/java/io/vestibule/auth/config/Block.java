package io.vestibule.auth.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One section as it stands in the file. Filled while the file is read. */
final class Block {
  private final String name;
  private final Place place;
  private final Map<String, Assignment> entries = new LinkedHashMap<>();

  Block(String name, Place place) {
    this.name = name;
    this.place = place;
  }

  String name() {
    return name;
  }

  Place place() {
    return place;
  }

  /** Adds it, unless the key is there already; then returns the one that is there. */
  Optional<Assignment> add(Assignment assignment) {
    return Optional.ofNullable(entries.putIfAbsent(assignment.name(), assignment));
  }

  Optional<Assignment> find(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  Collection<Assignment> entries() {
    return entries.values();
  }
}
