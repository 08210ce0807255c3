package io.vestibule.auth.examples.demo;

import static io.vestibule.auth.examples.ConfigFiles.HASH;
import static io.vestibule.auth.examples.ConfigFiles.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.examples.Snippets;
import io.vestibule.auth.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration that a page shows starts as it stands there; a part of one starts within a whole one. */
class DocumentedFilesTest {
  /** What is no configuration of ours: the page shows fail2ban's. */
  private static final Set<String> FOREIGN = Set.of("docs/fail2ban.md");

  private static final Map<String, String> FILES = Map.of(
      "users.txt", "ada:" + HASH + ":admin\n",
      "tokens.txt", "ada:" + "0123456789abcdef".repeat(4) + ":admin\n",
      "robots.txt", "robot:" + "fedcba9876543210".repeat(4) + "\n",
      "digest.txt", "ada:Back office:{SHA-256}" + "0123456789abcdef".repeat(4) + "\n",
      "pages/app.css", "");

  private static final TestCertificate CERTIFICATE =
      TestCertificate.forLocalhost("EC", Duration.ofDays(90));

  @TempDir
  private Path folder;

  /** One block of a page. */
  private record Block(String page, int number, String text) {

    @Override
    public String toString() {
      return page + " " + number;
    }
  }

  static Stream<Block> blocks() throws IOException {
    return pages().filter(page -> !FOREIGN.contains(page)).flatMap(DocumentedFilesTest::blocks);
  }

  private static Stream<Block> blocks(String page) {
    try {
      List<String> all = Snippets.of(page).in("ini");
      return IntStream.range(0, all.size()).mapToObj(i -> new Block(page, i + 1, all.get(i)));
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  private static Stream<String> pages() throws IOException {
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
  @MethodSource("blocks")
  void starts(Block block) throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(folder.resolve("secret"), PASSWORD.repeat(8));
    writeCertificate();
    Configuration configuration = Configuration.parse(
        "auth.ini",
        filledIn(whole(block.text())),
        folder,
        Map.of("API_KEY", PASSWORD),
        InstantSource.system());
    try (Auth auth = configuration.auth()) {
      assertThat(auth).isNotNull();
      // A bypass always warns, and the user below has one factor only.
      long expected =
          Stream.of("[bypass]", "& mfa &").filter(block.text()::contains).count();
      assertThat(configuration.warnings()).hasSize((int) expected);
    }
  }

  private void writeCertificate() throws IOException {
    Path tls = Files.createDirectories(folder.resolve("tls"));
    Files.writeString(tls.resolve("fullchain.pem"), CERTIFICATE.pem());
    Path key = Files.writeString(tls.resolve("privkey.pem"), CERTIFICATE.key());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void the_pages_have_some() throws IOException {
    assertThat(blocks().map(Block::page).distinct()).hasSizeGreaterThan(20);
  }

  /** A part stands within the file of somebody who signs in by Basic; lines without a section are rules. */
  private static String whole(String text) {
    if (text.contains("[authentication]")) {
      return text;
    }
    if (text.contains("[accounts]")) {
      return "[authentication]\ntype = session\n" + text;
    }
    String users = text.contains("[users]")
        ? ""
        : "[users]\nada = " + HASH + ":admin,editor,writer,reviewer,author\n";
    String rules = text.startsWith("[") ? "" : "[rules]\n";
    return "[authentication]\ntype = basic\n" + users + rules + text;
  }

  private String filledIn(String text) {
    return text.replaceAll("\\$2[ab]\\$12\\$…", HASH.replace("$", "\\$"))
        .replaceAll("/run/secrets/\\w+", folder.resolve("secret").toString());
  }
}
