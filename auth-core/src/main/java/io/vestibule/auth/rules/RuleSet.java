package io.vestibule.auth.rules;

import io.vestibule.auth.Requirement;
import io.vestibule.auth.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules, compiled: the first that speaks of a request decides, and what none speaks of needs a signed-in user.
 *
 * <p>Immutable and thread-safe. A question allocates nothing, and its cost hardly depends on how many rules there
 * are. Methods and paths are compared letter by letter, in their case.
 */
public final class RuleSet implements Rules {
  /** The set of all methods, those included that no rule names. */
  private static final long ALL = -1L;

  /** Stands for every method that no rule names. */
  private static final long UNNAMED = Long.MIN_VALUE;

  private final List<Rule> rules;
  private final Requirement[] requirements;

  /** The methods that rules name; the bit of each is its place. */
  private final String[] methods;

  private final Node root;

  private RuleSet(List<Rule> rules) {
    this.rules = rules;
    this.methods = methods(rules);
    this.requirements = rules.stream().map(Rule::requirement).toArray(Requirement[]::new);
    NodeBuilder tree = new NodeBuilder("");
    for (int i = 0; i < rules.size(); i++) {
      tree.add(PathPattern.of(rules.get(i).pattern(), 0), i, methods(rules.get(i)));
    }
    this.root = tree.build();
  }

  /**
   * Compiles these rules, which stand in their order; none at all makes every path need a signed-in user.
   *
   * @throws IllegalArgumentException when they name more than 63 different methods
   */
  public static RuleSet compile(List<Rule> rules) {
    return new RuleSet(List.copyOf(rules));
  }

  /**
   * {@inheritDoc}
   *
   * <p>A path that does not start with {@code /} is none that a container runs: nobody passes.
   */
  @Override
  public Requirement match(String method, String path) {
    if (path.isEmpty() || path.charAt(0) != '/') {
      return Requirement.CLOSED;
    }
    int rule = first(method, path);
    return rule < requirements.length ? requirements[rule] : Requirement.SIGNED_IN;
  }

  /** The rule that decides about this request; empty when none speaks of it. */
  public Optional<Rule> find(String method, String path) {
    int rule = path.startsWith("/") ? first(method, path) : rules.size();
    return rule < rules.size() ? Optional.of(rules.get(rule)) : Optional.empty();
  }

  /**
   * The rules that never decide, because earlier ones speak of all their paths and methods. What is listed is
   * certain; a rule that several patterns cover only together is not.
   */
  public List<Rule> unreachable() {
    List<Rule> unreachable = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      if (isCovered(i)) {
        unreachable.add(rules.get(i));
      }
    }
    return List.copyOf(unreachable);
  }

  /** Whether an earlier rule speaks of every path of this one, for each of its methods. */
  private boolean isCovered(int rule) {
    String widest = PathPattern.of(rules.get(rule).pattern(), 0).widest();
    for (long left = methods(rules.get(rule)); left != 0; left &= left - 1) {
      if (root.find(widest, 1, Long.lowestOneBit(left), requirements.length) >= rule) {
        return false;
      }
    }
    return true;
  }

  private int first(String method, String path) {
    return root.find(path, 1, bit(method), requirements.length);
  }

  private long bit(String method) {
    for (int i = 0; i < methods.length; i++) {
      if (methods[i].equals(method)) {
        return 1L << i;
      }
    }
    return UNNAMED;
  }

  /**
   * Containers answer HEAD by running doGet: a rule for GET that let HEAD go by would leave the length and the
   * headers of a protected answer, and whatever doGet does, to the next rule.
   */
  private long methods(Rule rule) {
    if (rule.methods().isEmpty()) {
      return ALL;
    }
    long set = rule.methods().contains("GET") ? bit("HEAD") : 0;
    for (String method : rule.methods()) {
      set |= bit(method);
    }
    return set;
  }

  private static String[] methods(List<Rule> rules) {
    List<String> named = new ArrayList<>();
    rules.forEach(rule -> named.addAll(rule.methods()));
    if (named.contains("GET")) {
      named.add("HEAD");
    }
    String[] methods = named.stream().distinct().toArray(String[]::new);
    if (methods.length > 63) {
      throw new IllegalArgumentException("rules name more than 63 different methods");
    }
    return methods;
  }
}
