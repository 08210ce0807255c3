package io.vestibule.auth.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file as it was read: its sections, in order, before anybody asks what they mean. */
final class Document {

  /** The two ways to write the same. */
  enum Format {
    INI,
    PROPERTIES
  }

  /** A line that could not be read: what seems to be missing in its section may stand there. */
  record Broken(String section, int line) {}

  private final SourceText source;
  private final Format format;
  private final Map<String, Block> blocks = new LinkedHashMap<>();
  private final List<Assignment> assignments = new ArrayList<>();
  private final List<Broken> broken = new ArrayList<>();

  Document(SourceText source, Format format) {
    this.source = source;
    this.format = format;
  }

  SourceText source() {
    return source;
  }

  Collection<Block> blocks() {
    return blocks.values();
  }

  Optional<Block> block(String name) {
    return Optional.ofNullable(blocks.get(name));
  }

  Optional<Assignment> find(String section, String key) {
    return block(section).flatMap(block -> block.find(key));
  }

  /** Everything that was assigned, also what stands there a second time. */
  List<Assignment> assignments() {
    return assignments;
  }

  List<Broken> broken() {
    return broken;
  }

  /** How a key would be written in this file. */
  String example(String section, String key, String value) {
    return format == Format.INI
        ? key + " = " + value
        : section + "." + key.replace(" ", "\\ ") + " = " + value;
  }

  /** Where such a key belongs, as a part of a sentence. */
  String below(String section, String key) {
    return format == Format.INI ? "below [" + section + "]" : "as " + section + "." + key;
  }

  /** What stands above an example. */
  String header(String section) {
    return format == Format.INI ? "[" + section + "] and below it " : "";
  }

  /** Lets a section be found under another name too, unless there is one of that name. */
  void alsoNamed(String name, Block block) {
    blocks.putIfAbsent(name, block);
  }

  /** Remembers a value that belongs nowhere, so that it is hidden if need be. */
  void stray(Located key, Located value) {
    assignments.add(new Assignment("", key, value));
    broken.add(new Broken("", source.line(key.start())));
  }

  Block open(String section, Place place) {
    return blocks.computeIfAbsent(section, name -> new Block(name, place));
  }

  void assign(Block block, Located key, Located value, Problems problems) {
    Assignment assignment = new Assignment(block.name(), key, value);
    assignments.add(assignment);
    block
        .add(assignment)
        .ifPresent(first -> problems.add(
            Code.KEY_TWICE,
            key.place(),
            "Key " + Text.quoted(key.text()) + " stands twice in [" + block.name()
                + "]; the first is in line " + source.line(first.key().start()),
            "Keep one of the two lines."));
  }

  void breakLine(String section, int line) {
    broken.add(new Broken(section, line));
  }
}
