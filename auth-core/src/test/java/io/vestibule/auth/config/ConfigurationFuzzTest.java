package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, it is read or refused, in the one way there is, and soon. */
class ConfigurationFuzzTest {
  private static final long SEED = 20260502;
  private static final int ROUNDS = 3_000;
  private static final String INI = """
      # a comment
      [authentication]
      type = sample, token
      silence = AUTH-C081
      [sample]
      title = " x "
      api_key = ${KEY:-none}
      strict = yes
      attempts = 5
      patience = 5m
      mode = slow
      domains = a, b
      [token.ci]
      title = ${TITLE}
      [words]
      ada = lovelace
      [rules]
      /health = public
      GET,POST /api/** = role:editor | (scope:write & via:token)
      /** = user
      [server]
      cors_preflight = no
      """;
  private static final String PROPERTIES = """
      ! a comment
      authentication.type = sample
      sample.title = x\\u0041 \\
         y
      sample.api_key : ${KEY}
      sample.domains a, b
      words.ada.b = c
      rules.GET\\ /x/** = public
      server.cors_preflight=no
      """;
  private static final String[] PIECES = {
    "[",
    "]",
    "=",
    "\n",
    "\r",
    "\"",
    "#",
    ";",
    "${",
    "}",
    "${A",
    ":-",
    "$$",
    "\\",
    "\\u",
    "\0",
    "\u001b",
    "\ufeff",
    ",",
    "/",
    "**",
    "*",
    "(",
    ")",
    "|",
    "&",
    " ",
    "\t",
    "\u00a0",
    "ü",
    "\ud83d",
    "\ude00",
    "basic",
    "none",
    "users",
    "authentication",
    "type = ",
    "[users]\n",
    "[rules]\n",
    ".",
    "..",
    "-",
    "999999999999",
    "%s",
    "{0}"
  };

  @Test
  void a_mutated_file_is_read_or_refused() {
    Random random = new Random(SEED);
    long start = System.nanoTime();
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      boolean ini = random.nextBoolean();
      String text = mutated(ini ? INI : PROPERTIES, random);
      refused += refused(ini ? "f.ini" : "f.properties", text) ? 1 : 0;
    }
    assertThat(refused).isBetween(ROUNDS / 10, ROUNDS - 1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void the_files_that_are_mutated_are_sound() {
    assertThat(refused("f.ini", INI)).isFalse();
    assertThat(refused("f.properties", PROPERTIES)).isFalse();
  }

  @Test
  void the_largest_nonsense_is_refused_soon() {
    String[] nonsense = {
      "a\n".repeat(500_000),
      "[a]\n".repeat(250_000),
      "=".repeat(1_000_000),
      "[authentication]\n" + "kez = a\n".repeat(100_000),
      "[rules]\n" + distinct("/p%d/** = nonsense\n", 40_000),
      "[users]\n" + distinct("u%d = x\n", 60_000),
      "[authentication]\ntype = " + "basic,".repeat(150_000),
      "[authentication]\ntype = " + "${A".repeat(300_000),
      "[authentication]\ntype = \"" + "x".repeat(1_000_000),
      distinct("[section%d]\n", 60_000),
    };
    for (String text : nonsense) {
      long start = System.nanoTime();
      assertThat(refused("f.ini", text)).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as(text.substring(0, 40))
          .isLessThan(Duration.ofSeconds(10));
    }
  }

  private static String distinct(String line, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(String.format(line, i));
    }
    return text.toString();
  }

  private static boolean refused(String name, String text) {
    try {
      Given.file(name, Map.of("KEY", "k", "TITLE", "t"), text);
      return false;
    } catch (ConfigurationException refused) {
      assertThat(refused).message().endsWith("application not started");
      return true;
    }
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(mutated.length());
      int end = Math.min(mutated.length(), at + 1 + random.nextInt(6));
      switch (random.nextInt(4)) {
        case 0 -> mutated.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> mutated.delete(at, end);
        case 2 -> mutated.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
        default -> mutated.insert(at, mutated.substring(at, end));
      }
      if (mutated.isEmpty()) {
        mutated.append(' ');
      }
    }
    return mutated.toString();
  }
}
