package io.vestibule.auth.cli;

import io.vestibule.auth.internal.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a command, taken apart. Immutable.
 *
 * @param plain those that are no options, in order
 * @param options what follows each option, such as {@code --as ada}
 */
public record Arguments(List<String> plain, Map<String, String> options) {

  /** Copies both. */
  public Arguments {
    plain = List.copyOf(plain);
    options = Map.copyOf(options);
  }

  /**
   * Takes arguments apart; everything behind {@code --} is plain.
   *
   * @param known the options, each of which has a value
   * @throws UsageException when an option is not known, has no value, or comes twice
   */
  public static Arguments of(List<String> arguments, String... known) {
    List<String> options = List.of(known);
    List<String> plain = new ArrayList<>();
    Map<String, String> found = new HashMap<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (argument.equals("--")) {
        rest.forEachRemaining(plain::add);
      } else if (argument.startsWith("--")) {
        check(argument, options);
        if (!rest.hasNext() || found.put(argument, rest.next()) != null) {
          throw new UsageException(argument + " needs one value");
        }
      } else {
        plain.add(argument);
      }
    }
    return new Arguments(plain, found);
  }

  /**
   * Takes an option that may come several times out of these arguments, which must be modifiable, and returns its values;
   * what is behind {@code --} stays.
   *
   * @throws UsageException when the last one has no value
   */
  static List<String> take(List<String> arguments, String option) {
    List<String> values = new ArrayList<>();
    int at = arguments.indexOf(option);
    int end = arguments.indexOf("--");
    while (at >= 0 && (end < 0 || at < end)) {
      if (at + 1 == arguments.size()) {
        throw new UsageException(option + " needs one value");
      }
      arguments.remove(at);
      values.add(arguments.remove(at));
      at = arguments.indexOf(option);
      end = arguments.indexOf("--");
    }
    return values;
  }

  private static void check(String option, List<String> known) {
    if (!known.contains(option)) {
      String near =
          Nearest.of(option, known).map(name -> "; did you mean " + name + "?").orElse("");
      throw new UsageException("unknown option " + option + near);
    }
  }

  /** The value of an option; empty where it is missing. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /**
   * Refuses more or fewer plain arguments than this.
   *
   * @throws UsageException when their number is another
   */
  public Arguments expecting(int count) {
    if (plain.size() != count) {
      throw new UsageException(
          (plain.size() < count ? "too few arguments: " : "too many arguments: ") + count
              + " expected, " + plain.size() + " given");
    }
    return this;
  }
}
