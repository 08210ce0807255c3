package io.vestibule.auth.digest;

/**
 * Which counts of a nonce were used: the highest, and of the 64 up to it each. A browser with several connections does
 * not send them in order. Immutable.
 *
 * @param seen the lowest bit is the highest count, the next one the count before it
 */
record Window(long highest, long seen) {
  static final Window NONE = new Window(0, 0);

  private static final int WIDTH = 64;

  /** Whether it was used, or may have been. */
  boolean contains(long count) {
    long back = highest - count;
    return back >= 0 && (back >= WIDTH || ((seen >>> back) & 1) == 1);
  }

  /** The same, and this count is used. */
  Window with(long count) {
    long ahead = count - highest;
    if (ahead <= 0) {
      return new Window(highest, seen | (1L << -ahead));
    }
    return new Window(count, ahead >= WIDTH ? 1 : (seen << ahead) | 1);
  }
}
