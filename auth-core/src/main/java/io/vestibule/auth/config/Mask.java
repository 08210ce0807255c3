package io.vestibule.auth.config;

import io.vestibule.auth.internal.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Hides secrets in the lines that a report shows. What cannot be told apart from a secret is hidden too. */
final class Mask {
  /** The section whose lines are secret whether or not a schema says so. */
  static final String USERS = "users";

  private static final List<String> TELLING =
      List.of("pass", "pwd", "secret", "token", "key", "hash", "credential");

  /** A URL with a password in it, which no key of ours asks for and people write all the same. */
  private static final Pattern PASSWORD_IN_URL =
      Pattern.compile("//[^/?#\\s]*@|[?&;]\\s*\\w*password\\s*=", Pattern.CASE_INSENSITIVE);

  private final SourceText source;
  private final Catalog catalog;
  private final Map<Integer, Integer> hiddenFrom = new HashMap<>();

  private Mask(SourceText source, Catalog catalog) {
    this.source = source;
    this.catalog = catalog;
  }

  static Mask of(Document document, Catalog catalog) {
    Mask mask = new Mask(document.source(), catalog);
    document.assignments().stream().filter(mask::isSecret).forEach(mask::hide);
    document.broken().forEach(mask::hide);
    return mask;
  }

  /** For problems that show no line. */
  static Mask none() {
    return new Mask(new SourceText("", ""), new Catalog(List.of()));
  }

  Problem apply(Problem problem) {
    Place place = problem.place();
    Integer column = hiddenFrom.get(place.line());
    return column == null || place.length() == 0 ? problem : problem.at(place.hiddenFrom(column));
  }

  private boolean isSecret(Assignment assignment) {
    if (References.isBare(assignment.value().text())) {
      return false;
    }
    return isSecretSection(assignment.section())
        || assignment.name().equals("password")
        || PASSWORD_IN_URL.matcher(assignment.value().text()).find()
        || meant(assignment).map(Mask::isSecret).orElseGet(() -> isTelling(assignment.name()));
  }

  /** Users, and whatever nobody can tell what it is. */
  private boolean isSecretSection(String section) {
    Optional<Section> schema = schema(section);
    return section.equals(USERS)
        || schema.isEmpty()
        || schema.filter(Section::free).stream()
            .flatMap(free -> free.keys().stream())
            .anyMatch(Mask::isSecret);
  }

  /** What the section is, or was probably meant to be; a key without one was meant for the first. */
  private Optional<Section> schema(String section) {
    return section.isEmpty()
        ? Optional.of(Catalog.AUTHENTICATION)
        : catalog.schema(section).or(() -> Nearest.of(section, catalog.sectionNames())
            .flatMap(catalog::schema));
  }

  private static boolean isSecret(Key key) {
    return key.type() == Key.Type.SECRET;
  }

  private static boolean isTelling(String word) {
    return TELLING.stream().anyMatch(word.toLowerCase(Locale.ROOT)::contains);
  }

  /** The key that this one is, or that was probably meant. */
  private Optional<Key> meant(Assignment assignment) {
    List<Key> keys = schemas(assignment.section())
        .flatMap(section -> section.keys().stream())
        .toList();
    return Nearest.of(assignment.name(), keys.stream().map(Key::name).toList())
        .flatMap(name -> keys.stream().filter(key -> key.name().equals(name)).findFirst());
  }

  /** The keys of any kind may stand in the first section. */
  private Stream<Section> schemas(String section) {
    Stream<Section> own = schema(section).stream();
    return schema(section).filter(Catalog.AUTHENTICATION::equals).isPresent()
        ? Stream.concat(own, catalog.factories().stream().flatMap(Mask::read))
        : own;
  }

  /** Whoever writes a key of another section into the first one may misspell it, too. */
  private static Stream<Section> read(AuthenticatorFactory factory) {
    return Stream.concat(Stream.of(factory.section()), factory.alsoReads().stream())
        .filter(section -> !section.free());
  }

  private void hide(Assignment assignment) {
    if (assignment.value().text().isEmpty()) {
      return;
    }
    int first = source.line(assignment.value().start());
    hideFrom(first, assignment.value().start());
    for (int line = first + 1; line <= source.line(assignment.value().end()); line++) {
      hideFrom(line, source.start(line));
    }
  }

  /** In a line that could not be read, only the first word may show, and not even that among users. */
  private void hide(Document.Broken broken) {
    int start = source.start(broken.line());
    String line = source.text().substring(start, source.end(broken.line()));
    int word = line.length() - line.stripLeading().length();
    int end = word;
    while (end < line.length() && !Located.isBlank(line.charAt(end)) && line.charAt(end) != '=') {
      end++;
    }
    if (isSecretSection(broken.section()) || isRestOfSecret(broken.line(), line)) {
      hideFrom(broken.line(), start + word);
    } else if (end < line.length() && mayHold(broken, line)) {
      int equals = line.indexOf('=', end);
      hideFrom(broken.line(), start + afterBlanks(line, equals < 0 ? end : equals + 1));
    }
  }

  /** A long secret is wrapped by what makes it, and its second line stands alone below what is hidden. */
  private boolean isRestOfSecret(int number, String line) {
    int above = number - 1;
    while (above > 0
        && source.text().substring(source.start(above), source.end(above)).isBlank()) {
      above--;
    }
    return hiddenFrom.containsKey(above) && line.strip().chars().noneMatch(Character::isWhitespace);
  }

  private static int afterBlanks(String line, int from) {
    int at = from;
    while (at < line.length() && Located.isBlank(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private boolean mayHold(Document.Broken broken, String line) {
    return line.stripLeading().startsWith("=")
        || isTelling(line)
        || schema(broken.section()).isEmpty();
  }

  private void hideFrom(int line, int offset) {
    hiddenFrom.merge(line, offset - source.start(line) + 1, Math::min);
  }
}
