package io.vestibule.auth.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that cannot be used; the application must not start. The message is the whole report, made to be
 * printed as it is: every problem with its place and its cure. A stack trace adds nothing for whoever wrote the file.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  private final transient List<Problem> problems;

  ConfigurationException(List<Problem> problems, int errors) {
    super(report(problems, errors));
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong: errors first, then warnings, in the order of the file; a very long list is cut. */
  public List<Problem> problems() {
    return problems;
  }

  private static String report(List<Problem> problems, int errors) {
    String all = problems.stream().map(Problem::toString).collect(Collectors.joining("\n\n"));
    return all + "\n\n" + count(errors, problems) + ", application not started";
  }

  private static String count(int errors, List<Problem> problems) {
    long shown = problems.stream().filter(Problem::isError).count();
    long warnings = problems.size() - shown;
    boolean cut = errors >= Problems.MAX;
    return (cut ? "at least " : "")
        + plural(errors, "problem")
        + (cut ? " (the first " + shown + " are shown)" : "")
        + (warnings > 0 ? " and " + plural(warnings, "warning") : "");
  }

  static String plural(long count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
