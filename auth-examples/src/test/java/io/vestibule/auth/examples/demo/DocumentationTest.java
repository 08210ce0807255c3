package io.vestibule.auth.examples.demo;

import static io.vestibule.auth.examples.ConfigFiles.HASH;
import static io.vestibule.auth.examples.ConfigFiles.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.bearer.TokenHash;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.examples.Curl;
import io.vestibule.auth.examples.Snippets;
import io.vestibule.auth.password.UserStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show is what is. */
class DocumentationTest {
  private static final Path EXAMPLES = Path.of("src");
  private static final Path WEB_XML = Path.of("src/war/webapp/WEB-INF/web.xml");

  @Test
  void the_answers_in_the_readme_are_the_demos_answers(@TempDir Path folder) throws Exception {
    Configuration demo = DataFolder.of(Optional.of(folder)).configuration();
    demo.shared(UserStore.class).orElseThrow().add("admin", Secret.of(HASH), Set.of("admin"));

    checkCurls("README.md", demo, PASSWORD);
  }

  @Test
  void the_answers_in_the_quick_start_are_the_demos_answers() throws Exception {
    String several = Snippets.of("docs/quickstart.md").in("ini").get(1);

    checkCurls("docs/quickstart.md", configuration(several), PASSWORD);
  }

  @Test
  void the_answers_on_the_page_about_an_own_authenticator_are_the_demos_answers() throws Exception {
    String own = Snippets.of("docs/own-authenticator.md").in("ini").get(0);

    checkCurls("docs/own-authenticator.md", configuration(own), PASSWORD);
  }

  @Test
  void the_tokens_on_the_page_about_tokens_are_real(@TempDir Path folder) throws Exception {
    Snippets page = Snippets.of("docs/bearer.md");
    List<String> plain = page.in("");
    Files.writeString(folder.resolve("tokens.txt"), plain.get(0));
    Files.writeString(folder.resolve("auth.ini"), page.in("ini").get(0));
    String[] hashed = plain.get(1).split("\\s+", -1);

    checkCurls("docs/bearer.md", Configuration.load(folder.resolve("auth.ini")), PASSWORD);
    assertThat(TokenHash.of(Secret.of(hashed[3])).toString())
        .isEqualTo(hashed[7])
        .isSubstringOf(plain.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/quickstart.md",
        "docs/own-authenticator.md",
        "docs/session.md",
        "docs/in-your-code.md",
        "docs/builder.md",
        "docs/testing.md"
      })
  void java_on_a_page_stands_in_the_examples(String page) throws IOException {
    String sources = allSources();

    assertThat(Snippets.of(page).in("java")).isNotEmpty().allSatisfy(java -> assertThat(sources)
        .contains(squeezed(java)));
  }

  @Test
  void the_one_line_of_java_compiles(@TempDir Path folder) throws IOException {
    String line = Snippets.of("README.md").in("java").get(0);
    Path source = Files.writeString(folder.resolve("Host.java"), """
        import io.vestibule.auth.servlet.AuthFilter;
        import java.nio.file.Path;

        class Host {
          void start(jakarta.servlet.ServletContext servletContext) {
            %s
          }
        }
        """.formatted(line));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    int status = compiler.run(
        null,
        null,
        null,
        "-proc:none",
        "-cp",
        System.getProperty("java.class.path"),
        source.toString());

    assertThat(status).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/quickstart.md"})
  void the_filter_on_a_page_is_the_filter_of_the_war(String page) throws IOException {
    String webXml = squeezed(Files.readString(WEB_XML));

    assertThat(Snippets.of(page).in("xml").stream().filter(xml -> xml.contains("<filter>")))
        .isNotEmpty()
        .allSatisfy(xml -> assertThat(webXml).contains(squeezed(xml)));
  }

  @Test
  void the_dependency_in_the_readme_is_the_one_of_this_build() throws IOException {
    String pom = squeezed(Files.readString(Path.of("pom.xml")));
    String dependency = squeezed(Snippets.of("README.md").in("xml").get(0));

    String version = dependency.replaceAll(".*(<version>.*</version>).*", "$1");
    assertThat(pom).contains(version).contains(dependency.replace(version, ""));
  }

  @Test
  void the_tests_of_the_readme_are_the_first_that_the_build_machine_runs() throws IOException {
    String tests = Snippets.of("README.md").in("sh").get(1).strip();

    assertThat(Files.readAllLines(Path.of("../.ci/run")).stream()
            .filter(line -> line.startsWith("mvn"))
            .findFirst())
        .contains(tests);
  }

  @Test
  void the_readme_fits_on_two_screens() throws IOException {
    assertThat(Files.readAllLines(Path.of("../README.md"))).hasSizeLessThanOrEqualTo(120);
  }

  @Test
  void the_readme_counts_the_jars_of_a_host() throws IOException {
    int jars =
        Files.readAllLines(Path.of("src/test/resources/runtime-class-path.txt")).size();

    assertThat(Path.of("../README.md")).content().contains("- " + jars + " jars at run time");
  }

  static Stream<String> pages() throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("../docs"))) {
      List<String> names = pages
          .map(page -> "docs/" + page.getFileName())
          .filter(name -> name.endsWith(".md"))
          .sorted()
          .toList();
      return Stream.concat(Stream.of("README.md"), names.stream());
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void every_link_leads_to_a_page(String page) throws IOException {
    Path file = Path.of("..").resolve(page);

    assertThat(links(page))
        .allSatisfy(link -> assertThat(file.resolveSibling(link)).exists());
  }

  @Test
  void every_page_stands_in_the_list_of_pages() throws IOException {
    assertThat(links("README.md")).contains("docs/README.md");
    assertThat(links("docs/README.md"))
        .containsAll(pages()
            .filter(page -> !page.endsWith("README.md"))
            .map(page -> page.substring("docs/".length()))
            .toList());
  }

  private static List<String> links(String page) throws IOException {
    return Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)")
        .matcher(Files.readString(Path.of("..").resolve(page)))
        .results()
        .map(link -> link.group(1))
        .toList();
  }

  /** What a host may import; pages.md names a tool of the build besides. */
  @ParameterizedTest
  @MethodSource("pages")
  void every_class_on_a_page_is_there(String page) throws IOException {
    List<String> classes = Pattern.compile("`(io\\.vestibule\\.[a-z.]+[A-Z]\\w*)`")
        .matcher(Files.readString(Path.of("..").resolve(page)))
        .results()
        .map(name -> name.group(1))
        .filter(name -> !name.endsWith(".Gallery"))
        .toList();

    assertThat(classes).allSatisfy(name -> assertThat(Class.forName(name)).isPublic());
  }

  /** A variable that names no key stops the start. */
  @Test
  void every_variable_on_a_page_names_a_key(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), PASSWORD);
    Map<String, String> environment = new HashMap<>();
    for (String page : pages().toList()) {
      Pattern.compile("`(VESTIBULE_[A-Z_]+[A-Z])(=[^`]*)?`")
          .matcher(Files.readString(Path.of("..").resolve(page)))
          .results()
          .map(variable -> variable.group(1))
          .forEach(
              name -> environment.put(name, name.endsWith("_FILE") ? secret.toString() : PASSWORD));
    }
    String file =
        "[authentication]\ntype = oauth, basic\n[oauth.work]\nprovider = github\nclient_id = x\nanyone = yes\n"
            + "[store]\nurl = jdbc:h2:mem:variables\nuser = x\n[users]\nada = " + HASH + "\n";

    assertThat(environment).hasSizeGreaterThan(2);
    Configuration.parse("auth.ini", file, folder, environment, InstantSource.system())
        .auth()
        .close();
  }

  @Test
  void the_rooms_and_the_road_of_the_architecture_are_those_of_the_sources() throws IOException {
    String page = Files.readString(Path.of("../docs/architecture.md"));
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("../auth-core", "../auth-servlet")) {
      try (Stream<Path> files = Files.walk(Path.of(module, "src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }

    assertThat(sources.stream()
            .filter(file -> file.endsWith("package-info.java"))
            .map(file -> file.getParent().toString().replace('/', '.'))
            .map(name -> name.substring(name.indexOf("io.vestibule.") + "io.vestibule.".length())))
        .allSatisfy(room -> assertThat(page).contains("| `" + room + "` |"));
    assertThat(Pattern.compile("(auth-[a-z]+)/…/([\\w/]+\\.java)").matcher(page).results())
        .hasSize(3)
        .allSatisfy(road -> assertThat(sources)
            .anyMatch(
                file -> file.toString().contains(road.group(1)) && file.endsWith(road.group(2))));
  }

  private static void checkCurls(String page, Configuration configuration, String password)
      throws Exception {
    Listen listen = new Listen("127.0.0.1", 0, "");
    try (Container.Running running =
        Demo.start(new JettyServer(), listen, Demo.withRules(configuration))) {
      List<Curl> curls = Snippets.of(page).in("console").stream()
          .flatMap(console -> Curl.all(filledIn(console, password)).stream())
          .toList();
      assertThat(curls).isNotEmpty();
      for (Curl curl : curls) {
        curl.check(listen.withPort(running.port()).url());
      }
    }
  }

  private static String filledIn(String text, String password) {
    return text.replace("SECRET", password).replace("KEY", password).replace("$2a$12$…", HASH);
  }

  private static Configuration configuration(String text) {
    return Configuration.parse(
        "auth.ini",
        text.replace("$2a$12$…", HASH),
        Path.of(""),
        Map.of("API_KEY", PASSWORD),
        InstantSource.system());
  }

  private static String allSources() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        all.append(squeezed(Files.readString(file)));
      }
      return all.toString();
    }
  }

  /** Line breaks and indentation are the formatter's. */
  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }
}
