package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Many who want the same thing at the same time, again and again; {@code -Drace.rounds=1000} makes it longer. */
public final class Race {
  private static final int THREADS = 20;
  private static final int ROUNDS = rounds(200);

  private Race() {}

  /** So many as were asked for, or else so many as this. */
  public static int rounds(int usual) {
    return Integer.getInteger("race.rounds", usual);
  }

  /** Each round prepares something that one can win, and asks everybody to try. */
  public static void assertOneWinnerEachTime(IntFunction<BooleanSupplier> round) throws Exception {
    assertOneWinnerEachTime(ROUNDS, round);
  }

  /** The same, so many times. */
  public static void assertOneWinnerEachTime(int rounds, IntFunction<BooleanSupplier> round)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Long> winners = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        winners.add(winners(threads, round.apply(i)));
      }
      assertThat(winners).containsExactlyElementsOf(Collections.nCopies(rounds, 1L));
    } finally {
      threads.shutdownNow();
    }
  }

  private static long winners(ExecutorService threads, BooleanSupplier attempt) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    Callable<Boolean> racer = () -> {
      start.await();
      return attempt.getAsBoolean();
    };
    long winners = 0;
    for (Future<Boolean> result : threads.invokeAll(Collections.nCopies(THREADS, racer))) {
      winners += result.get() ? 1 : 0;
    }
    return winners;
  }
}
