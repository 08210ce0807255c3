package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with the line of a secret, what is said about it does not show the secret. */
class SecretLinesTest {
  private static final String CANARY = "Zq7canary";
  private static final String HIDDEN = CANARY + "4horse";
  private static final List<Section> SECTIONS = Stream.of(
          Stream.of(Catalog.AUTHENTICATION, ServerSection.SECTION, Look.SECTION),
          Configuration.factories().stream().map(AuthenticatorFactory::section),
          Configuration.factories().stream().flatMap(factory -> factory.alsoReads().stream()))
      .flatMap(sections -> sections)
      .distinct()
      .toList();

  @TempDir
  private Path folder;

  /** A key that holds a secret, in its section. */
  private record Place(String section, String key) {
    @Override
    public String toString() {
      return "[" + section + "] " + key;
    }
  }

  static Stream<Place> places() {
    return SECTIONS.stream()
        .filter(section -> !section.free())
        .flatMap(section -> section.keys().stream()
            .filter(key -> key.type() == Key.Type.SECRET)
            .map(key -> new Place(section.name(), key.name())));
  }

  @Test
  void there_are_places_for_secrets() {
    assertThat(places().map(Place::toString))
        .contains(
            "[oauth] client_secret",
            "[introspection] client_secret",
            "[jwt] secret",
            "[proxy] secret",
            "[store] password",
            "[session] password");
  }

  @ParameterizedTest
  @MethodSource("places")
  void is_hidden_under_its_own_key_whatever_else_is_wrong(Place place) throws IOException {
    for (String line : lines(place.key())) {
      assertHidden(text(place.section(), line));
      assertHidden(text(place.section(), line) + place.key() + " = again\n");
      assertHidden("[authentication]\n" + line + "\n");
      assertHidden("[authentication]\ntype = none\n" + line + "\n");
      assertHidden(line + "\n[authentication]\ntype = none\n");
      assertHidden(text("nonsense", line));
      assertHidden(text(place.section() + "x", line));
      assertHidden("[" + place.section() + "\n" + line + "\n");
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void is_hidden_behind_the_name_of_its_section(Place place) throws IOException {
    assertHidden("[" + place.section() + "] " + place.key() + " = " + HIDDEN + "\n");
    assertHidden("[" + place.section() + "." + place.key() + "] = " + HIDDEN + "\n");
  }

  @ParameterizedTest
  @MethodSource("places")
  void is_hidden_under_a_key_that_is_misspelt(Place place) throws IOException {
    for (String key : misspelt(place.key())) {
      assertHidden(text(place.section(), key + " = " + HIDDEN));
      assertHidden(text("authentication", key + " = " + HIDDEN));
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void is_hidden_in_a_wrong_section(Place place) throws IOException {
    for (Section other : SECTIONS) {
      assertHidden(text(other.name(), place.key() + " = " + HIDDEN));
      assertHidden(text(other.name() + ".main", place.key() + " = " + HIDDEN));
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void is_hidden_in_a_properties_file(Place place) throws IOException {
    String type = "authentication.type = " + place.section() + "\n";
    for (String line : List.of(
        place.section() + "." + place.key() + " = " + HIDDEN,
        place.section() + "." + place.key() + " " + HIDDEN,
        place.section() + "." + place.key() + " = \\u00zz" + HIDDEN,
        place.section() + "." + place.key() + " = a\\\n  " + HIDDEN,
        place.section() + "x." + place.key() + " = " + HIDDEN,
        "authentication." + place.key() + " = " + HIDDEN,
        "[" + place.key() + "] = " + HIDDEN,
        place.key() + " = " + HIDDEN)) {
      assertHidden("auth.properties", type + line + "\n" + line + "\n", Map.of());
    }
    for (String key : misspelt(place.key())) {
      String line = place.section() + "." + key + " = " + HIDDEN + "\n";
      assertHidden("auth.properties", type + line, Map.of());
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void is_hidden_where_the_environment_says_it(Place place) throws IOException {
    String name = Overrides.variable(place.section(), place.key());
    for (String variable : List.of(name, name + "S", name + "_FILES", "VESTIBULE_X_" + name)) {
      for (String value : List.of(HIDDEN, HIDDEN + "\u0007", "${" + HIDDEN)) {
        assertHidden("auth.ini", text(place.section(), ""), Map.of(variable, value));
        assertHidden(
            "auth.ini", text(place.section(), place.key() + " = x"), Map.of(variable, value));
        assertHidden("auth.ini", text("server", ""), Map.of(variable, value));
      }
    }
    String asked = text(place.section(), place.key() + " = ${GIVEN}");
    assertHidden("auth.ini", asked, Map.of("GIVEN", HIDDEN + "\u0007"));
    assertHidden("auth.ini", asked + place.key() + "s = ${GIVEN}\n", Map.of("GIVEN", HIDDEN));
  }

  /** Names and hashes of users: the whole line is theirs. */
  @Test
  void is_hidden_among_users() throws IOException {
    String hash = "$2b$12$" + HIDDEN;
    for (String line : List.of(
        "ada = " + hash,
        "ada = " + HIDDEN,
        "ada:" + hash,
        "ada:" + hash + "=",
        "ada " + hash,
        hash,
        "= " + hash,
        "ada = " + hash + ":admin:more",
        "ada = ${" + HIDDEN)) {
      for (String section : List.of("users", "user", "Users", "usres")) {
        assertHidden("[authentication]\ntype = basic\n[" + section + "]\n" + line + "\n");
      }
      Files.writeString(folder.resolve("users.txt"), line + "\n");
      assertHidden("[authentication]\ntype = basic\n[basic]\nusers_file = users.txt\n");
      assertHidden("[authentication]\ntype = digest\n[digest]\nusers_file = users.txt\n");
      assertHidden("[authentication]\ntype = bearer\n[bearer]\ntokens_file = users.txt\n");
    }
  }

  /** What a line of a secret may look like, right or wrong. */
  private static List<String> lines(String key) {
    return List.of(
        key + " = " + HIDDEN,
        key + " = " + HIDDEN + " # a comment",
        key + " = \"" + HIDDEN,
        key + " = ${" + HIDDEN,
        key + " = ${" + HIDDEN + "!}",
        key + " = ${MISSING}" + HIDDEN,
        key + " = ${MISSING:-" + HIDDEN + "}",
        key + " = a\u0007" + HIDDEN,
        key + " = a\n" + HIDDEN,
        key + " = a\n  " + HIDDEN + HIDDEN + "==",
        key + " = a\n\n" + HIDDEN + "\n" + HIDDEN + HIDDEN + "=",
        key + ": " + HIDDEN,
        key + " " + HIDDEN,
        key + "\t" + HIDDEN,
        key + HIDDEN.charAt(0) + "= " + HIDDEN,
        "export " + key + "=" + HIDDEN,
        "= " + HIDDEN);
  }

  private static List<String> misspelt(String key) {
    List<String> all = new ArrayList<>();
    IntStream.range(0, key.length()).forEach(i -> {
      all.add(key.substring(0, i) + key.substring(i + 1));
      all.add(key.substring(0, i) + "x" + key.substring(i));
      all.add(key.substring(0, i) + "xy" + key.substring(i + 1));
    });
    all.addAll(List.of(
        key.toUpperCase(Locale.ROOT),
        key.replace('_', '-'),
        key.replace("_", ""),
        key + "_value",
        "my_" + key,
        "app_" + key + "_1"));
    return all.stream().filter(name -> !name.isEmpty()).toList();
  }

  private static String text(String section, String line) {
    String type = Configuration.factories().stream()
            .anyMatch(factory -> factory.section().name().equals(section))
        ? section
        : "session";
    return section.equals("authentication")
        ? "[authentication]\ntype = session\n" + line + "\n"
        : "[authentication]\ntype = " + type + "\n[" + section + "]\n" + line + "\n";
  }

  private void assertHidden(String text) throws IOException {
    assertHidden("auth.ini", text, Map.of());
  }

  private void assertHidden(String name, String text, Map<String, String> environment)
      throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(said(file, environment)).as(text).doesNotContain(CANARY).isNotEmpty();
  }

  /** All that is said of a file: the report of the command line, and what a start would log or throw. */
  private static String said(Path file, Map<String, String> environment) {
    List<String> all = new ArrayList<>();
    try {
      Configuration read = Configuration.load(file, environment, InstantSource.system());
      all.addAll(read.summary());
      read.warnings().forEach(warning -> all.add(warning.toString()));
      all.add(read.authenticators().toString());
    } catch (ConfigurationException refused) {
      StringWriter trace = new StringWriter();
      refused.printStackTrace(new PrintWriter(trace));
      all.add(trace.toString());
      refused
          .problems()
          .forEach(problem -> all.add(problem + "\n" + problem.place().text()));
    }
    return String.join("\n", all);
  }
}
