package io.vestibule.auth.rules;

/** Reads one line of {@code [rules]}. Without state; the language is described in {@code docs/rules.md}. */
public final class RuleParser {
  private RuleParser() {}

  /**
   * Reads a rule.
   *
   * @param key methods and pattern, such as {@code GET,POST /api/**}
   * @param value the access expression, such as {@code role:editor | (role:writer & mfa)}
   * @param origin where it stands, such as {@code auth.ini:7}; empty when it stands nowhere
   * @throws RuleSyntaxException when either half cannot be read; the key is looked at first
   */
  public static Rule parse(String key, String value, String origin) {
    int slash = key.indexOf('/');
    var methods = Methods.parse(key, slash);
    PathPattern.of(key, slash);
    return new Rule(methods, key.substring(slash), ExpressionParser.parse(value), origin);
  }
}
