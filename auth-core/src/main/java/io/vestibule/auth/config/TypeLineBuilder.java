package io.vestibule.auth.config;

import io.vestibule.auth.internal.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what {@code type} asks for. */
final class TypeLineBuilder {
  private final Reading reading;
  private final List<Way> ways = new ArrayList<>();
  private boolean open;
  private boolean understood = true;

  private TypeLineBuilder(Reading reading) {
    this.reading = reading;
  }

  static TypeLine read(Reading reading, CheckedSection authentication) {
    TypeLineBuilder builder = new TypeLineBuilder(reading);
    Optional<Value> type = authentication.find("type");
    type.ifPresent(builder::read);
    builder.addUnnamed();
    return new TypeLine(builder.ways, builder.open, builder.understood && type.isPresent());
  }

  private void read(Value type) {
    List<Types.Element> words = Types.elements(type.text());
    for (Types.Element word : words) {
      Place place = type.place(word.from(), word.text().length());
      if (word.text().equals(Catalog.NONE)) {
        none(place, words.size() == 1);
      } else {
        word(word.text(), place, words);
      }
    }
  }

  private void none(Place place, boolean alone) {
    open = true;
    if (alone) {
      reading
          .problems()
          .add(
              Code.OPEN_TO_EVERYBODY,
              place,
              "type = none: everybody may open everything, save what a rule denies",
              "Right for development only. Write another type before others can reach this application.");
    } else {
      reading
          .problems()
          .add(
              Code.NONE_BESIDE_OTHERS,
              place,
              "\"none\" stands beside other types; it would let everybody in without asking them",
              "Remove it. Single paths are opened in [rules]: /health = public");
    }
  }

  private void word(String word, Place place, List<Types.Element> words) {
    String family = Catalog.family(word);
    Optional<AuthenticatorFactory> kind = reading.catalog().kind(family);
    if (kind.isPresent()) {
      expand(kind.get(), member(word), words).forEach(name -> add(kind.get(), name, place));
      return;
    }
    List<String> allowed = reading.catalog().words();
    understood = false;
    reading
        .problems()
        .add(
            Code.UNKNOWN_TYPE,
            place,
            "Unknown type " + Text.quoted(word),
            Stream.concat(
                    meant(word, allowed).stream(),
                    Stream.of(
                        "Allowed: " + Text.listed(allowed) + "; several with commas between them"))
                .toList());
  }

  /** What follows the kind: {@code .ci}, or nothing. */
  private static String member(String name) {
    return name.substring(Catalog.family(name).length());
  }

  private static List<String> meant(String word, List<String> allowed) {
    List<String> parts = List.of(word.split("[ \t;|+]+"));
    return parts.size() > 1 && allowed.containsAll(parts)
        ? List.of("Did you mean \"" + String.join(", ", parts) + "\"?")
        : Nearest.hint(word, allowed);
  }

  /** The kind itself where it has a section or no family; its family, save who is named on its own. */
  private List<String> expand(
      AuthenticatorFactory factory, String member, List<Types.Element> words) {
    if (!member.isEmpty()) {
      return List.of(member);
    }
    List<String> kindNames = Catalog.namesOf(factory.section());
    List<String> named = words.stream()
        .map(Types.Element::text)
        .filter(word -> kindNames.contains(Catalog.family(word)))
        .map(TypeLineBuilder::member)
        .toList();
    List<String> family = Stream.concat(
            reading.document().blocks().stream().map(Block::name),
            reading.overrides().sections().stream())
        .distinct()
        .filter(name -> kindNames.contains(Catalog.family(name)) && !kindNames.contains(name))
        .map(TypeLineBuilder::member)
        .filter(name -> !named.contains(name))
        .distinct()
        .toList();
    boolean itself = family.isEmpty() || kindNames.stream().anyMatch(reading::isPresent);
    return Stream.concat(itself ? Stream.of("") : Stream.of(), family.stream()).toList();
  }

  private void add(AuthenticatorFactory factory, String member, Place place) {
    String name = factory.section().name() + member;
    if (ways.stream().anyMatch(way -> way.name().equals(name))) {
      reading
          .problems()
          .add(
              Code.TYPE_TWICE,
              place,
              "Type \"" + name + "\" is named twice",
              "Keep one of the two.");
    } else {
      ways.add(new Way(name, factory, Reading.names(factory.section(), member), place, true));
    }
  }

  private boolean calls(String section) {
    return section.equals(Catalog.NONE) ? open : reading.isPresent(section);
  }

  private void addUnnamed() {
    List<Way> first = new ArrayList<>();
    for (AuthenticatorFactory factory : reading.catalog().factories()) {
      String name = factory.section().name();
      boolean named = ways.stream().anyMatch(way -> way.factory() == factory);
      if (!named && factory.comesWith().stream().anyMatch(this::calls)) {
        List<String> sections = Catalog.namesOf(factory.section());
        Place place = reading
            .place(sections)
            .or(() -> reading.place(factory.comesWith()))
            .orElseGet(() -> reading.document().source().beginning());
        (factory.asksLast() ? ways : first).add(new Way(name, factory, sections, place, false));
      }
    }
    ways.addAll(0, first);
  }
}
