package io.vestibule.auth.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file in {@code config/broken} is refused, or warned of, in the words that stand beside it. Written anew by {@code
 * mvn test -pl auth-core -Dtest=BrokenFilesTest -Dgolden.write=true}; read every one of them after that.
 */
class BrokenFilesTest {
  private static final Path ERRORS_PAGE = Path.of("../docs/errors.md");
  private static final String PLAIN_SECRET =
      "[authentication]\ntype = sample\ntitle = x\napi_key = hunter2\n";

  @TempDir
  static Path folder;

  @BeforeAll
  static void copy() throws IOException {
    Corpus.copyTo(folder);
  }

  static List<Path> files() {
    return Corpus.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void says_what_is_wrong_and_how_to_cure_it(Path original) throws IOException {
    Path file = folder.resolve(original.getFileName().toString());
    compare(Corpus.stem(file), Corpus.report(file, Corpus.environment(file)));
  }

  @Test
  void says_that_a_file_is_missing() throws IOException {
    compare("file-missing", Corpus.report(folder.resolve("nowhere.ini"), Map.of()));
  }

  @Test
  void says_that_a_file_is_a_folder() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("folder.ini"));
    compare("file-is-a-folder", Corpus.report(inside, Map.of()));
  }

  @Test
  void says_that_a_file_is_too_large() throws IOException {
    Path large = Files.writeString(folder.resolve("large.ini"), "#\n".repeat(600_000));
    compare("file-too-large", Corpus.report(large, Map.of()));
  }

  @Test
  void reads_a_file_of_the_largest_size() throws IOException {
    String text = "[authentication]\ntype = none\n";
    Path large = folder.resolve("largest.ini");
    Files.writeString(large, text + "#".repeat(ConfigurationFile.MAX - text.length()));
    assertThat(Corpus.report(large, Map.of())).endsWith("started\n");
  }

  @Test
  void warns_of_a_secret_that_everybody_can_read() throws IOException {
    Path open = Files.writeString(folder.resolve("open.ini"), PLAIN_SECRET);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    compare("secret-readable-by-all", Corpus.report(open, Map.of()));
  }

  @Test
  void does_not_warn_of_a_secret_that_only_its_owner_can_read() throws IOException {
    Path closed = Files.writeString(folder.resolve("closed.ini"), PLAIN_SECRET);
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Corpus.report(closed, Map.of())).isEqualTo("started\n");
  }

  @Test
  void the_corpus_shows_every_code() throws IOException {
    String all = Corpus.list(Corpus.FOLDER)
        .filter(file -> file.toString().endsWith(".txt"))
        .map(BrokenFilesTest::read)
        .collect(Collectors.joining());
    assertThat(Pattern.compile("AUTH-C\\d{3}").matcher(all).results().map(MatchResult::group))
        .containsAll(Arrays.stream(Code.values()).map(Code::id).toList());
  }

  @Test
  void the_corpus_has_at_least_sixty_files() {
    assertThat(Corpus.files()).hasSizeGreaterThanOrEqualTo(60);
  }

  @Test
  void no_report_shows_a_secret() {
    assertThat(Corpus.list(Corpus.FOLDER).filter(file -> file.toString().endsWith(".txt")))
        .allSatisfy(file -> assertThat(read(file)).doesNotContain("hunter2", "N9qo8uLO"));
  }

  @Test
  void every_code_has_its_paragraph_on_the_errors_page() {
    List<String> headings =
        read(ERRORS_PAGE).lines().filter(line -> line.startsWith("## AUTH-C")).toList();
    assertThat(headings)
        .containsExactlyElementsOf(
            Arrays.stream(Code.values()).map(code -> "## " + code.id()).toList());
  }

  private static void compare(String name, String said) throws IOException {
    Path golden = Corpus.FOLDER.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, said);
    }
    assertThat(said).isEqualTo(Files.readString(golden, UTF_8));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
