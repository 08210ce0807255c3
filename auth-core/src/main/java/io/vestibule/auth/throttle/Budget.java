package io.vestibule.auth.throttle;

/**
 * What one kind of counter may hold, in milliseconds where it is a time.
 *
 * @param attempts how many failures within the window begin a wait
 */
record Budget(int attempts, long window, long maxWait) {
  /** A check that has not told its end by then has failed: its node is gone. */
  static final long STALE = 30_000;

  /** So many of the longest waits after a wait, it is forgotten; sooner, and waiting for that would pay. */
  private static final int MEMORY = 6;

  /** The first wait is as long as the window, so that there are never more failures in it; each next one doubles. */
  long delay(int level) {
    long wait = window;
    for (int i = 1; i < level && wait < maxWait; i++) {
      wait *= 2;
    }
    return Math.min(wait, maxWait);
  }

  long memory() {
    return Math.max(window, MEMORY * maxWait);
  }
}
