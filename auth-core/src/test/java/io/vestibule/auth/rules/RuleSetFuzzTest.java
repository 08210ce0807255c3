package io.vestibule.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tree against regular expressions tried one after the other: a wrong tree is an open door. */
class RuleSetFuzzTest {
  private static final List<String> SEGMENTS =
      List.of("a", "b", "ab", "ba", "Aa", "BB", "*", "*", "a*", "*b", "a*b", "*a*", "*a*b*");
  private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "X-A", "X-B");
  private static final List<String> PATH_SEGMENTS =
      List.of("a", "b", "ab", "ba", "aab", "abab", "Aa", "BB", "c", "");

  private record Slow(Rule rule, Pattern pattern) {
    static Slow of(Rule rule) {
      String open = rule.pattern().endsWith("/**") ? "(/.*)?" : "";
      String fixed = open.isEmpty()
          ? rule.pattern()
          : rule.pattern().substring(0, rule.pattern().length() - 3);
      String body = Stream.of(fixed.split("/", -1))
          .map(segment -> segment.equals("*") ? "[^/]+" : segment.replace("*", "[^/]*"))
          .collect(Collectors.joining("/"));
      return new Slow(rule, Pattern.compile(body + open));
    }

    boolean speaksOf(String method, String path) {
      Set<String> methods = new HashSet<>(rule.methods());
      if (methods.contains("GET")) {
        methods.add("HEAD");
      }
      return (methods.isEmpty() || methods.contains(method))
          && pattern.matcher(path).matches();
    }
  }

  @Test
  void finds_what_a_slow_matcher_finds() {
    Random random = new Random(20);
    int decided = 0;
    for (int set = 0; set < 6_000; set++) {
      List<Slow> slow = rules(random).stream().map(Slow::of).toList();
      RuleSet fast = RuleSet.compile(slow.stream().map(Slow::rule).toList());
      List<Rule> unreachable = fast.unreachable();
      for (int i = 0; i < 50; i++) {
        String method = METHODS.get(random.nextInt(METHODS.size()));
        String path = path(random);
        Optional<Rule> expected = slow.stream()
            .filter(rule -> rule.speaksOf(method, path))
            .map(Slow::rule)
            .findFirst();
        Optional<Rule> found = fast.find(method, path);
        if (!found.equals(expected)) {
          assertThat(found).as("%s %s in %s", method, path, slow).isEqualTo(expected);
        }
        found.ifPresent(rule -> assertThat(unreachable).doesNotContain(rule));
        decided += found.isPresent() ? 1 : 0;
      }
    }
    assertThat(decided).as("paths that some rule speaks of").isBetween(100_000, 250_000);
  }

  /** Each has a name of its own, so that two that are otherwise alike are told apart. */
  private static List<Rule> rules(Random random) {
    List<Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      String methods = random.nextInt(3) == 0 ? methods(random) + " " : "";
      rules.add(RuleParser.parse(methods + pattern(random), "user", "line " + i));
    }
    return rules;
  }

  private static String methods(Random random) {
    return random
        .ints(1 + random.nextInt(3), 0, METHODS.size())
        .mapToObj(METHODS::get)
        .distinct()
        .collect(Collectors.joining(","));
  }

  private static String pattern(Random random) {
    String fixed = random
        .ints(random.nextInt(4), 0, SEGMENTS.size())
        .mapToObj(i -> "/" + SEGMENTS.get(i))
        .collect(Collectors.joining());
    int end = random.nextInt(5);
    return end == 0 ? fixed + "/" : end < 3 || fixed.isEmpty() ? fixed + "/**" : fixed;
  }

  private static String path(Random random) {
    return random
        .ints(1 + random.nextInt(4), 0, PATH_SEGMENTS.size())
        .mapToObj(i -> "/" + PATH_SEGMENTS.get(i))
        .collect(Collectors.joining());
  }
}
