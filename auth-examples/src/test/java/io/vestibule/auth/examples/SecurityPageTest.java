package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/security.md claims is shown by tests that are there. */
class SecurityPageTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)`(\\*?)");

  @Test
  void every_test_that_the_page_names_is_there() throws IOException {
    assertThat(named("*")).isNotEmpty();
    assertThat(named("")).hasSizeGreaterThan(30);
    assertThat(tests("")).containsAll(named(""));
  }

  @Test
  void those_with_a_star_and_no_others_need_real_programs() throws IOException {
    Set<String> starred = named("*");
    Set<String> plain = new TreeSet<>(named(""));

    assertThat(tests("@Tag(\"counterparts\")")).containsAll(starred);
    plain.removeAll(starred);
    assertThat(plain).isNotEmpty().noneMatch(starred::contains);
  }

  private static Set<String> named(String mark) throws IOException {
    return NAMED
        .matcher(Files.readString(Path.of("../docs/security.md")))
        .results()
        .filter(found -> found.group(2).equals(mark))
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of the tests of all modules whose source says this. */
  private static Set<String> tests(String saying) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      Set<String> names = new TreeSet<>();
      for (Path file :
          files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
        if (Files.readString(file).contains(saying)) {
          names.add(file.getFileName().toString().replace(".java", ""));
        }
      }
      return names;
    }
  }
}
