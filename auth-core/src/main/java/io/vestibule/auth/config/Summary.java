package io.vestibule.auth.config;

import io.vestibule.auth.Requirement;
import io.vestibule.auth.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in a few lines what a start has come to. */
record Summary(Draft draft, List<Rule> rules, boolean hasRules, List<Problem> warnings) {
  private static final int MAX_WARNINGS = 6;
  private static final int MAX_NAMED = 8;

  List<String> lines() {
    return Stream.concat(facts().stream(), cautions().stream()).toList();
  }

  /** What holds. */
  List<String> facts() {
    List<String> lines = new ArrayList<>();
    lines.add("Configuration: " + draft.file());
    if (!draft.overrides().isEmpty()) {
      lines.add("Overridden by: " + few(draft.overrides()));
    }
    lines.add("Signing in: "
        + (draft.open() ? "nobody; everything is open (type = none)" : few(names())));
    lines.add("Rules: " + rulesLine());
    lines.add("Public: " + (draft.open() ? "every path that no rule denies" : publicLine()));
    return lines;
  }

  /** What works and is unwise. */
  List<String> cautions() {
    List<String> lines = new ArrayList<>();
    warnings.stream().limit(MAX_WARNINGS).forEach(warning -> lines.add(line(warning)));
    if (warnings.size() > MAX_WARNINGS) {
      lines.add(
          "and " + ConfigurationException.plural(warnings.size() - MAX_WARNINGS, "more warning"));
    }
    return lines;
  }

  private List<String> names() {
    return draft.authenticators().stream().map(Configuration.Named::name).toList();
  }

  private String rulesLine() {
    if (draft.open()) {
      return "only those that say deny count (type = none)";
    }
    String rest = "; what no rule names needs a signed-in user";
    if (hasRules) {
      return rules.size() + " in the file" + rest;
    }
    return rules.isEmpty()
        ? "none; every path needs a signed-in user"
        : rules.size() + " of the application, for the file has none" + rest;
  }

  private String publicLine() {
    List<String> open = rules.stream()
        .filter(rule -> rule.requirement() instanceof Requirement.Open
            || rule.requirement() instanceof Requirement.Lenient)
        .map(Summary::pattern)
        .toList();
    return open.isEmpty() ? "no path" : few(open);
  }

  private static String pattern(Rule rule) {
    return rule.methods().isEmpty()
        ? rule.pattern()
        : String.join(",", rule.methods()) + " " + rule.pattern();
  }

  private static String few(List<String> words) {
    String first = words.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
    return words.size() > MAX_NAMED
        ? first + " and " + (words.size() - MAX_NAMED) + " more"
        : first;
  }

  private static String line(Problem warning) {
    return "Warning " + warning.code() + " " + warning.place() + " " + warning.message();
  }
}
