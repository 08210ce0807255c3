package io.vestibule.auth.benchmarks;

import io.vestibule.auth.servlet.AuthFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Locale;

/** What a session costs of the heap, all told: 100,000 of 5,000 users in the memory store, after a full collection. */
final class SessionHeap {
  private static final int USERS = 5_000;
  private static final int EACH = 20;

  private SessionHeap() {}

  static void print() throws IOException, ServletException, InterruptedException {
    Filter filter = new AuthFilter(SignedIn.configuration(USERS, "url = memory").auth());
    SignedIn.in(filter, "u0");
    long before = used();
    String[] tokens = new String[USERS * EACH];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = SignedIn.in(filter, "u" + i % USERS);
    }
    print("signed in", before + sizeOf(tokens));
    for (String token : tokens) {
      filter.doFilter(new StubRequest("/orders", "Cookie", SignedIn.among(token)), new StubResponse(), (a, b) -> {});
    }
    print("signed in, and all of them here a moment ago", before + sizeOf(tokens));
    if (tokens[0].isEmpty() || filter.hashCode() == 0) {
      System.out.println(); // both live until here
    }
  }

  private static void print(String what, long before) throws InterruptedException {
    System.out.printf(Locale.ROOT, "%s: %,d bytes of heap each%n", what, (used() - before) / (USERS * EACH));
  }

  /** What the measurement itself keeps: a String and its array for each token. */
  private static long sizeOf(String[] tokens) {
    return tokens.length * (4L + 24 + 64);
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
