package io.vestibule.auth.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What everybody needs who asks what a document means. */
record Reading(
    Document document,
    Catalog catalog,
    Overrides overrides,
    References references,
    Path folder,
    Problems problems) {

  /** What the file says, under any of these section names. */
  List<Assignment> written(List<String> sections, String key) {
    return sections.stream()
        .flatMap(section -> document.find(section, key).stream())
        .toList();
  }

  Optional<Place> place(List<String> sections) {
    return sections.stream().flatMap(this::place).findFirst();
  }

  boolean isPresent(String section) {
    return document.block(section).isPresent() || overrides.sections().contains(section);
  }

  boolean isDamaged(List<String> sections) {
    return document.broken().stream().anyMatch(broken -> sections.contains(broken.section()));
  }

  /** The names under which a section may stand: its own, its aliases, each with the member of the family. */
  static List<String> names(Section section, String member) {
    return Catalog.namesOf(section).stream().map(name -> name + member).toList();
  }

  private Stream<Place> place(String section) {
    return document.block(section).map(Block::place).stream();
  }
}
