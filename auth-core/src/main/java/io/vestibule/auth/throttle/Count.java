package io.vestibule.auth.throttle;

import java.util.Arrays;

/**
 * What is known about one key: its failures, the checks under way, and the wait. Times are milliseconds of the epoch.
 * Immutable; every change is a new one.
 *
 * @param failures when those failures were that may still count
 * @param pending when those checks began that have not told their end
 * @param level how many waits there were; 0 while failures are only counted
 * @param until when the wait is over; 0 without one
 * @param ends when all this means nothing any more
 * @param label whom it is about, while there is a wait; else {@code ""}
 */
record Count(Times failures, Times pending, int level, long until, long ends, String label) {
  /** While other checks of the same key use up the budget, the answer is not known yet; it will be soon. */
  static final long BUSY = 1_000;

  static final Count NONE = new Count(Times.NONE, Times.NONE, 0, 0, 0, "");

  /** Whether there is nothing in it. */
  boolean isEmpty() {
    return failures.size() == 0 && pending.size() == 0 && level == 0;
  }

  boolean isOver(long now) {
    return ends <= now;
  }

  boolean isLocked(long now) {
    return until > now;
  }

  /** How long to wait before a check may begin; 0 for not at all. */
  long delay(Budget budget, long now) {
    Count current = at(budget, now);
    if (current.until > now) {
      return current.until - now;
    }
    int free = current.level > 0 ? 1 : budget.attempts() - current.failures.size();
    return current.pending.size() < free ? 0 : BUSY;
  }

  /** A check begins. Until its end is told it uses up budget, so that tries at one time do not exceed it. */
  Count begun(Budget budget, long now) {
    Count current = at(budget, now);
    long end = Math.max(current.ends, now + Budget.STALE + budget.window());
    return new Count(
        current.failures,
        current.pending.and(now),
        current.level,
        current.until,
        end,
        current.label);
  }

  /** A check ended: the secret was wrong. */
  Count failed(Budget budget, long now, String whom) {
    Count current = withdrawn().at(budget, now);
    return current.until > now ? current : current.failedAt(now, budget, whom);
  }

  /** A check ended: the secret was right. Others that are under way still count. */
  Count succeeded() {
    return new Count(Times.NONE, pending.withoutFirst(), 0, 0, ends, "");
  }

  /** The same without failures; checks that are under way still count. */
  Count forgiven() {
    return new Count(Times.NONE, pending, 0, 0, ends, "");
  }

  /** A check ended without an answer, or with one that does not count here. */
  Count withdrawn() {
    return new Count(failures, pending.withoutFirst(), level, until, ends, label);
  }

  /** The same, as it is now: what is too old is left out, what never ended has failed. */
  private Count at(Budget budget, long now) {
    if (isOver(now)) {
      return NONE;
    }
    Count current = this;
    for (long stale : pending.upTo(now - Budget.STALE)) {
      current = current.failedAt(stale, budget, label);
    }
    return new Count(
        current.failures.after(now - budget.window()),
        pending.after(now - Budget.STALE),
        current.level,
        current.until,
        current.ends,
        current.label);
  }

  private Count failedAt(long time, Budget budget, String whom) {
    Times all = failures.after(time - budget.window()).and(time);
    if (level == 0 && all.size() < budget.attempts()) {
      long end = Math.max(ends, time + budget.window());
      return new Count(all, pending, 0, 0, end, "");
    }
    long end = time + budget.delay(level + 1);
    return new Count(Times.NONE, pending, level + 1, end, end + budget.memory(), whom);
  }

  /** A few moments, in the order in which they were added. Immutable. */
  static final class Times {
    static final Times NONE = new Times();

    private final long[] millis;

    Times(long... millis) {
      this.millis = millis;
    }

    int size() {
      return millis.length;
    }

    long[] all() {
      return millis.clone();
    }

    Times and(long time) {
      long[] more = Arrays.copyOf(millis, millis.length + 1);
      more[millis.length] = time;
      return new Times(more);
    }

    Times withoutFirst() {
      return millis.length == 0 ? this : new Times(Arrays.copyOfRange(millis, 1, millis.length));
    }

    Times after(long time) {
      return new Times(Arrays.stream(millis).filter(each -> each > time).toArray());
    }

    long[] upTo(long time) {
      return Arrays.stream(millis).filter(each -> each <= time).toArray();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Times times && Arrays.equals(millis, times.millis);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(millis);
    }
  }
}
