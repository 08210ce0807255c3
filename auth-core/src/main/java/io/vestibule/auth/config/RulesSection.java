package io.vestibule.auth.config;

import io.vestibule.auth.Access;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.internal.Nearest;
import io.vestibule.auth.rules.Rule;
import io.vestibule.auth.rules.RuleParser;
import io.vestibule.auth.rules.RuleSet;
import io.vestibule.auth.rules.RuleSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code [rules]}: each line is a rule, and each {@code via:} names an authenticator of this file. */
final class RulesSection {
  /** Beyond this many, nobody waits for the search for rules that are never reached. */
  private static final int MAX_SEARCHED = 2_000;

  private static final String NAME = Catalog.RULES.name();

  private final Reading reading;
  private final Problems problems;
  private final Map<Rule, Assignment> rules = new LinkedHashMap<>();

  /** The rules in their order with what each asks for as it is written, and the same compiled. */
  record FileRules(RuleSet compiled, Map<Rule, Located> written) {

    List<Rule> listed() {
      return List.copyOf(written.keySet());
    }
  }

  private RulesSection(Reading reading) {
    this.reading = reading;
    this.problems = reading.problems();
  }

  static FileRules read(Reading reading, TypeLine type) {
    RulesSection section = new RulesSection(reading);
    section.parse();
    if (type.understood() && !type.open()) {
      section.checkVia(type.ways().stream().map(Way::name).toList());
    }
    Map<Rule, Located> written = new LinkedHashMap<>();
    section.rules.forEach((rule, assignment) -> written.put(rule, assignment.value()));
    return new FileRules(section.compile(), written);
  }

  private void parse() {
    reading.document().block(NAME).stream()
        .flatMap(block -> block.entries().stream())
        .takeWhile(assignment -> !problems.full())
        .forEach(this::parse);
  }

  private void parse(Assignment assignment) {
    Key entry = Catalog.RULES.keys().get(0);
    Optional<Value> value = reading.references().resolve(assignment).filter(found -> new ValueCheck(
            reading)
        .test(NAME, assignment.name(), entry, found));
    if (value.isEmpty()) {
      return;
    }
    try {
      String origin = assignment.key().place().origin();
      rules.put(RuleParser.parse(assignment.name(), value.get().text(), origin), assignment);
    } catch (RuleSyntaxException fault) {
      report(fault, assignment, value.get());
    }
  }

  private void report(RuleSyntaxException fault, Assignment assignment, Value value) {
    boolean inKey = fault.half() == RuleSyntaxException.Half.KEY;
    Place place = inKey
        ? assignment.key().place(fault.offset(), fault.length())
        : value.place(fault.offset(), fault.length());
    problems.add(
        inKey ? Code.RULE_KEY : Code.RULE_VALUE,
        place,
        Text.sentence(fault.found()),
        Text.sentence(fault.cure() + "."),
        "Example: " + example(fault.example()));
  }

  private String example(String rule) {
    int equals = rule.indexOf(" = ");
    return equals < 0
        ? rule
        : reading.document().example(NAME, rule.substring(0, equals), rule.substring(equals + 3));
  }

  private void checkVia(List<String> names) {
    rules.forEach((rule, assignment) -> {
      if (rule.requirement() instanceof Requirement.Demands demands) {
        conditions(demands.access())
            .filter(Access.Via.class::isInstance)
            .map(Access.Via.class::cast)
            .filter(via -> names.stream().noneMatch(via::reachableBy))
            .forEach(via -> unknownVia(via.name(), assignment.value(), names));
      }
    });
  }

  /** The conditions of which an expression is made. */
  static Stream<Access> conditions(Access access) {
    if (access instanceof Access.AllOf all) {
      return all.parts().stream().flatMap(RulesSection::conditions);
    }
    return access instanceof Access.AnyOf any
        ? any.parts().stream().flatMap(RulesSection::conditions)
        : Stream.of(access);
  }

  private void unknownVia(String name, Located value, List<String> names) {
    int at = value.text().indexOf("via:" + name);
    problems.add(
        Code.RULE_VIA,
        at < 0 ? value.place() : value.place(at, 4 + name.length()),
        "via:" + name + " names no way of signing in of this file",
        Stream.concat(
                Nearest.hint(name, names).stream(),
                Stream.of("Allowed: " + Text.listed(names) + ", as type names them"))
            .toList());
  }

  private RuleSet compile() {
    try {
      RuleSet set = RuleSet.compile(new ArrayList<>(rules.keySet()));
      if (rules.size() <= MAX_SEARCHED) {
        set.unreachable().forEach(this::unreachable);
      }
      return set;
    } catch (IllegalArgumentException tooMuch) {
      Place place =
          reading.place(List.of(NAME)).orElse(reading.document().source().beginning());
      problems.add(
          Code.RULE_KEY,
          place,
          Text.sentence(String.valueOf(tooMuch.getMessage())),
          "Use fewer of them.");
      return RuleSet.compile(List.of());
    }
  }

  private void unreachable(Rule rule) {
    Assignment assignment = rules.get(rule);
    if (assignment != null) {
      problems.add(
          Code.RULE_UNREACHABLE,
          assignment.key().place(),
          "This rule never decides: rules above it speak of all its paths and methods",
          "The first rule that matches decides. Move this one up, or remove it.");
    }
  }
}
