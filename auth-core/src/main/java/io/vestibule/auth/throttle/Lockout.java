package io.vestibule.auth.throttle;

import io.vestibule.auth.internal.FoldedName;
import java.time.Instant;

/**
 * Somebody must wait. Immutable.
 *
 * @param account whose secret was guessed, folded, its first 100 characters; {@code ""} where a whole network must wait
 * @param network from where: an IPv4 address or an IPv6 /64; {@code ""} for a known device or an unknown address
 * @param until when the next try is allowed
 */
public record Lockout(String account, String network, Instant until) {
  private static final int LONGEST_NAME = 100;

  /** What a count keeps while there is a wait. */
  static String label(String account, String network) {
    String folded = FoldedName.of(account);
    return folded.substring(0, Math.min(LONGEST_NAME, folded.length())) + '\n' + network;
  }

  /** A network holds no line feed, so the last one parts the two. */
  static Lockout of(Count count) {
    int end = count.label().lastIndexOf('\n');
    return new Lockout(
        count.label().substring(0, Math.max(0, end)),
        count.label().substring(end + 1),
        Instant.ofEpochMilli(count.until()));
  }
}
