package io.vestibule.auth.config;

import java.util.List;

/**
 * What may stand in one section of the file. From it come the checks, the reference page and the template. Immutable.
 *
 * @param name the name between the brackets
 * @param aliases other names for it, which {@code type} accepts too
 * @param help one sentence on what it is for
 * @param keys its keys, in the order of the reference; for a free section the one entry describes any of them
 * @param free whether its keys are the user's own words, as in {@code [users]}
 */
public record Section(
    String name, List<String> aliases, String help, List<Key> keys, boolean free) {

  /** Copies the lists. */
  public Section {
    aliases = List.copyOf(aliases);
    keys = List.copyOf(keys);
  }

  /** A section with these keys. */
  public static Section of(String name, String help, Key... keys) {
    return new Section(name, List.of(), help, List.of(keys), false);
  }

  /** A section whose keys are the user's own words; the entry says what each of them means. */
  public static Section free(String name, String help, Key entry) {
    return new Section(name, List.of(), help, List.of(entry), true);
  }

  /** The same section, also known by these names. */
  public Section orNamed(String... names) {
    return new Section(name, List.of(names), help, keys, free);
  }
}
