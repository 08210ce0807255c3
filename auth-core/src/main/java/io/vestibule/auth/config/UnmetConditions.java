package io.vestibule.auth.config;

import io.vestibule.auth.Access;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.rules.Rule;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells of conditions in rules that nobody meets, whichever way of this file they come: a silent 403 for ever. */
final class UnmetConditions {
  private final List<Way> ways;
  private final GivenRoles given;
  private final GivenFactors factors;
  private final Problems problems;

  UnmetConditions(List<Way> ways, GivenRoles given, GivenFactors factors, Problems problems) {
    this.ways = List.copyOf(ways);
    this.given = given;
    this.factors = factors;
    this.problems = problems;
  }

  void check(Rule rule, Located value) {
    if (rule.requirement() instanceof Requirement.Demands demands) {
      List<Way> reaching =
          ways.stream().filter(way -> demands.access().reachableBy(way.name())).toList();
      if (!reaching.isEmpty()) {
        RulesSection.conditions(demands.access())
            .distinct()
            .forEach(condition -> check(condition, reaching, value));
      }
    }
  }

  private void check(Access condition, List<Way> reaching, Located value) {
    if (condition instanceof Access.Role role
        && reaching.stream().noneMatch(way -> mayGive(way, role.name()))) {
      problems.add(
          Code.ROLE_OF_NOBODY,
          place(condition, value),
          "Nobody has the role " + Text.quoted(role.name()) + ", and nothing here gives it",
          "Correct the name, or give the role: [roles] and below it " + role.name() + " = ada");
    } else if (condition instanceof Access.Mfa
        && reaching.stream()
            .noneMatch(way -> way.factory().provesFactors() || factors.by(way.name()))) {
      problems.add(
          Code.FACTOR_OF_NOBODY,
          place(condition, value),
          "Nobody can meet \"mfa\": no way of signing in here proves a second factor",
          "Remove it, keep the users in a store that lasts, where they can set one up,"
              + " or add a way that reports one, such as oauth or jwt.");
    }
  }

  private boolean mayGive(Way way, String role) {
    return given.of(way.name()).map(roles -> roles.contains(role)).orElse(true);
  }

  private static Place place(Access condition, Located value) {
    String said = condition.toString();
    Matcher there = Pattern.compile("(?<![^\\s|&(])" + Pattern.quote(said) + "(?![^\\s|&)])")
        .matcher(value.text());
    return there.find() ? value.place(there.start(), said.length()) : value.place();
  }
}
