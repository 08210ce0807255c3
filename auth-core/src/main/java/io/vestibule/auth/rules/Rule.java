package io.vestibule.auth.rules;

import io.vestibule.auth.Requirement;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One line of {@code [rules]}: which requests it speaks of, and what it asks of them. Immutable.
 *
 * @param methods the methods it speaks of (RFC 9110, 9.1), in upper case; empty for all. {@code GET} speaks of
 *     {@code HEAD} too
 * @param pattern the paths it speaks of: exact, or with {@code *} for anything within one segment, and
 *     {@code **} as last segment for whatever follows, and for nothing. {@code /a} does not speak of {@code /a/};
 *     {@code /a/**} speaks of {@code /a}, {@code /a/} and {@code /a/b/c}
 * @param requirement what it asks for
 * @param origin where it was written, such as {@code auth.ini:7}; empty when it was made by code
 */
public record Rule(Set<String> methods, String pattern, Requirement requirement, String origin) {

  /**
   * Copies the methods, in their order.
   *
   * @throws RuleSyntaxException when a method or the pattern could never match; the place in it counts from the
   *     beginning of that method or pattern
   */
  public Rule {
    methods = Collections.unmodifiableSet(new LinkedHashSet<>(methods));
    methods.forEach(method -> Methods.check(method, 0));
    PathPattern.of(pattern, 0);
  }

  /** The rule as a file would have it: {@code GET,POST /api/** = role:editor}. */
  @Override
  public String toString() {
    String before = methods.isEmpty() ? "" : String.join(",", methods) + " ";
    return before + pattern + " = " + requirement;
  }
}
