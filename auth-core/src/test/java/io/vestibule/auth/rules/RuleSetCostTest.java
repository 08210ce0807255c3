package io.vestibule.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.vestibule.auth.Requirement;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a client can make a question cost, whatever it sends. */
class RuleSetCostTest {

  @Test
  void a_question_allocates_nothing() {
    List<Rule> rules = new ArrayList<>();
    IntStream.range(0, 300)
        .mapToObj(i -> rule("GET,POST /api/r" + i + "/*/log-*.txt"))
        .forEach(rules::add);
    rules.add(rule("/api/*/items/**"));
    RuleSet compiled = RuleSet.compile(rules);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    compiled.match("GET", "/");
    long before = threads.getCurrentThreadAllocatedBytes();
    Requirement last = Requirement.CLOSED;
    for (int i = 0; i < 10_000; i++) {
      last = compiled.match("PURGE", "/none/at/all");
      last = compiled.match("GET", "/api/r299/x/log-7.txt");
      last = compiled.match("PUT", "/api/r299/items/7/8/9");
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(last).isSameAs(Requirement.OPEN);
    assertThat(allocated).as("bytes in 30,000 questions").isLessThan(30_000);
  }

  /** Every rule leads down another branch, and all of them are open to this path until its last segment. */
  @Test
  void all_branches_at_once_are_visited_once() {
    RuleSet rules = RuleSet.compile(
        IntStream.range(0, 2048).mapToObj(i -> rule(branch(i, "a", "*") + "/b")).toList());
    assertEndsSoon(rules, "/a".repeat(11) + "/c");
    assertEndsSoon(rules, "/a".repeat(4096));
  }

  @Test
  void many_stars_in_segments_do_not_backtrack() {
    RuleSet rules = RuleSet.compile(IntStream.range(0, 2000)
        .mapToObj(i -> rule("/*" + "a*".repeat(20) + "b" + i + "*c/**"))
        .toList());
    assertEndsSoon(rules, "/" + "a".repeat(8191));
    assertEndsSoon(rules, "/" + "a".repeat(8190) + "c");
  }

  @Test
  void a_path_of_slashes_and_one_of_a_single_segment_end_soon() {
    RuleSet rules = RuleSet.compile(IntStream.range(0, 2000)
        .mapToObj(i -> rule(branch(i, "*", "*a*") + "/r" + i + "/**"))
        .toList());
    assertEndsSoon(rules, "/".repeat(8192));
    assertEndsSoon(rules, "/" + "a".repeat(8191));
    assertEndsSoon(rules, "/a".repeat(11) + "/" + "a".repeat(8169));
  }

  @Test
  void the_deepest_pattern_neither_overflows_the_stack_nor_the_clock() {
    RuleSet rules = RuleSet.compile(List.of(rule("/*".repeat(1022) + "/**")));
    assertThat(rules.match("GET", "/a".repeat(1021))).isSameAs(Requirement.SIGNED_IN);
    assertThat(rules.match("GET", "/a".repeat(4096))).isSameAs(Requirement.OPEN);
  }

  @Test
  void two_thousand_rules_are_compiled_and_compared_soon() {
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
      RuleSet rules = RuleSet.compile(
          IntStream.range(0, 2000).mapToObj(i -> rule("/a/*/c*/r" + i + "/**")).toList());
      assertThat(rules.unreachable()).isEmpty();
    });
  }

  private static void assertEndsSoon(RuleSet rules, String path) {
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(rules.match("GET", path))
        .isSameAs(Requirement.SIGNED_IN));
  }

  /** One of two segments for each bit. */
  private static String branch(int bits, String zero, String one) {
    StringBuilder pattern = new StringBuilder();
    for (int bit = 0; bit < 11; bit++) {
      pattern.append('/').append((bits >> bit & 1) == 0 ? zero : one);
    }
    return pattern.toString();
  }

  private static Rule rule(String key) {
    return RuleParser.parse(key, "public", "");
  }
}
