package io.vestibule.auth.benchmarks;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks and prints their table in Markdown; an argument is a pattern of those to run, or {@code heap} for
 * what sessions take of the heap, or {@code wrk} for Jetty under wrk.
 */
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    switch (args.length > 0 ? args[0] : "") {
      case "heap" -> SessionHeap.print();
      case "wrk" -> Wrk.print();
      default -> table(args);
    }
  }

  private static void table(String[] args) throws RunnerException {
    Collection<RunResult> results = new Runner(new OptionsBuilder()
            .include(args.length > 0 ? args[0] : "FilterBenchmark|SessionBenchmark|PrimitiveBenchmark")
            .forks(2)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .build())
        .run();
    System.out.println("| workload | contender | ns/op | over none | of the floor | B/op |");
    System.out.println("| --- | --- | ---: | ---: | ---: | ---: |");
    List<RunResult> sorted =
        results.stream().sorted(Comparator.comparing(Benchmarks::workload)).toList();
    sorted.forEach(result -> System.out.println(row(result, sorted)));
  }

  private static String row(RunResult result, Collection<RunResult> all) {
    double none = best(all, result, "none");
    double floor = best(all, result, "floor");
    double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
    String over = Double.isNaN(none) ? "" : String.format(Locale.ROOT, "%+.1f", best(result) - none);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,.1f | %s | %s | %,.0f |",
        workload(result),
        contender(result),
        best(result),
        over,
        Double.isNaN(floor) ? "" : String.format(Locale.ROOT, "%.1f", best(result) / floor),
        bytes);
  }

  private static double best(Collection<RunResult> all, RunResult result, String contender) {
    return all.stream()
        .filter(other -> workload(other).equals(workload(result)) && contender(other).equals(contender))
        .mapToDouble(Benchmarks::best)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** The best iteration: on a shared machine the others measure the neighbours. */
  private static double best(RunResult result) {
    return result.getPrimaryResult().getStatistics().getMin();
  }

  private static String workload(RunResult result) {
    String name = result.getParams().getBenchmark();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String contender(RunResult result) {
    String contender = result.getParams().getParam("contender");
    return contender == null ? "primitive" : contender;
  }
}
