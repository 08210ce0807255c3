package io.vestibule.auth.store;

import java.util.random.RandomGenerator;

/**
 * A hash that nobody can make collide from outside, unlike {@link String#hashCode}: the text is a polynomial over
 * the prime 2^61 - 1, and its value is taken at a point that only this process knows. Immutable.
 */
final class KeyedHash {
  private static final long PRIME = (1L << 61) - 1;
  private static final int STEP = 7;
  private final long point;

  KeyedHash(RandomGenerator random) {
    this.point = random.nextLong(1L << 32, PRIME);
  }

  /** The hash of a part of these bytes. */
  int of(byte[] text, int from, int to) {
    long hash = (long) to - from;
    for (int at = from; at < to; at += STEP) {
      hash = times(hash + number(text, at, Math.min(at + STEP, to)), point);
    }
    return (int) (hash ^ (hash >>> 32));
  }

  private static long number(byte[] text, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number << 8 | (text[i] & 0xff);
    }
    return number;
  }

  /** The product modulo the prime, for factors below 2^62 and 2^61. */
  private static long times(long a, long b) {
    long low = a * b;
    long sum = (low & PRIME) + (low >>> 61 | Math.multiplyHigh(a, b) << 3);
    return (sum & PRIME) + (sum >>> 61);
  }
}
