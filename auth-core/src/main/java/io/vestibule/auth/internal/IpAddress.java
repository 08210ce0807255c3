package io.vestibule.auth.internal;

import java.util.Arrays;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * An IP address, read strictly and never looked up: a name is no address, and neither is {@code 1.2.3}. An
 * IPv4-mapped IPv6 address is the IPv4 address. Immutable.
 *
 * @param v4 whether it is an IPv4 address
 * @param high the first 64 bits of an IPv6 address; 0 for IPv4
 * @param low the last 64 bits of an IPv6 address; the 32 bits of an IPv4 address
 */
public record IpAddress(boolean v4, long high, long low) {
  /** Eight groups of four, brackets, and a zone of a reasonable length. */
  private static final int LONGEST = 100;

  private static final long MAPPED = 0xffffL;

  /** Refuses bits that an IPv4 address does not have. */
  public IpAddress {
    if (v4 && (high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits");
    }
  }

  /**
   * Reads a literal (RFC 4291, 2.2), also between brackets (RFC 3986, 3.2.2) or with a zone (RFC 4007, 11), as
   * containers write them; the zone is dropped. Empty for anything else.
   */
  public static Optional<IpAddress> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    if (text.indexOf(':') < 0) {
      long bits = v4(text);
      return bits < 0 ? Optional.empty() : Optional.of(new IpAddress(true, 0, bits));
    }
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    return withoutZone(bracketed ? text.substring(1, text.length() - 1) : text)
        .flatMap(IpAddress::v6);
  }

  /** The address with all but its first bits cleared: its network. A length beyond the address changes nothing. */
  public IpAddress prefix(int bits) {
    if (v4) {
      return new IpAddress(true, 0, low & mask(bits + 32) & 0xffffffffL);
    }
    return new IpAddress(false, high & mask(bits), low & mask(bits - 64));
  }

  /** What one client may choose its addresses from: an IPv4 address itself, or the /64 of an IPv6 address. */
  public String network() {
    return v4 ? toString() : prefix(64) + "/64";
  }

  private static long mask(int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= 64 ? -1 : -1L << (64 - bits);
  }

  private static Optional<String> withoutZone(String text) {
    int zone = text.indexOf('%');
    if (zone < 0) {
      return Optional.of(text);
    }
    boolean named = text.substring(zone + 1).matches("[A-Za-z0-9._~-]{1,32}");
    return named ? Optional.of(text.substring(0, zone)) : Optional.empty();
  }

  /**
   * The 32 bits; -1 for anything else. By hand, for it is done at every request. A leading zero means octal to some
   * readers and nothing to others.
   */
  private static long v4(String text) {
    long bits = 0;
    int parts = 0;
    int digits = 0;
    int part = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c == '.' && digits > 0 && part <= 255) {
        bits = bits << 8 | part;
        parts++;
        digits = 0;
        part = 0;
      } else if (c >= '0' && c <= '9' && digits < 3 && (digits == 0 || part > 0)) {
        part = part * 10 + c - '0';
        digits++;
      } else {
        return -1;
      }
    }
    return parts == 4 ? bits : -1;
  }

  private static Optional<IpAddress> v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, 8, 8, true).map(all -> of(all, new int[0]));
    }
    return groups(text.substring(0, gap), 0, 7, false).flatMap(head -> tail(text, gap, head));
  }

  private static Optional<IpAddress> tail(String text, int gap, int[] head) {
    return groups(text.substring(gap + 2), 0, 7 - head.length, true).map(tail -> of(head, tail));
  }

  private static IpAddress of(int[] head, int[] tail) {
    long[] halves = new long[2];
    for (int i = 0; i < head.length; i++) {
      put(halves, i, head[i]);
    }
    for (int i = 0; i < tail.length; i++) {
      put(halves, 8 - tail.length + i, tail[i]);
    }
    return halves[0] == 0 && halves[1] >>> 32 == MAPPED
        ? new IpAddress(true, 0, halves[1] & 0xffffffffL)
        : new IpAddress(false, halves[0], halves[1]);
  }

  private static void put(long[] halves, int index, int group) {
    halves[index / 4] |= (long) group << (48 - 16 * (index % 4));
  }

  /** Reads groups between colons; at the end of an address the last two may be written as an IPv4 address. */
  private static Optional<int[]> groups(String text, int least, int most, boolean end) {
    int[] groups = new int[8];
    int count = 0;
    String[] parts = text.isEmpty() ? new String[0] : text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      long embedded = end && i == parts.length - 1 ? v4(parts[i]) : -1;
      int group = group(parts[i]);
      if (embedded >= 0 && count <= 6) {
        groups[count++] = (int) (embedded >> 16);
        groups[count++] = (int) (embedded & 0xffff);
      } else if (count < 8 && group >= 0) {
        groups[count++] = group;
      } else {
        return Optional.empty();
      }
    }
    return count < least || count > most
        ? Optional.empty()
        : Optional.of(Arrays.copyOf(groups, count));
  }

  /** Up to four hexadecimal digits; -1 for anything else. */
  private static int group(String text) {
    int value = text.isEmpty() || text.length() > 4 ? -1 : 0;
    for (int i = 0; i < text.length() && value >= 0; i++) {
      int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
      value = digit < 0 ? -1 : value << 4 | digit;
    }
    return value;
  }

  /** The one spelling of this address (RFC 5952). */
  @Override
  public String toString() {
    return v4 ? dotted() : colons();
  }

  private String dotted() {
    return (low >> 24) + "." + (low >> 16 & 255) + "." + (low >> 8 & 255) + "." + (low & 255);
  }

  private String colons() {
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int run = zerosFrom(i);
      if (run > length) {
        start = i;
        length = run;
      }
    }
    return start < 0 ? hex(0, 8) : hex(0, start) + "::" + hex(start + length, 8);
  }

  private int zerosFrom(int start) {
    int end = start;
    while (end < 8 && group(end) == 0) {
      end++;
    }
    return end - start;
  }

  private String hex(int from, int to) {
    StringJoiner joined = new StringJoiner(":");
    for (int i = from; i < to; i++) {
      joined.add(Integer.toHexString(group(i)));
    }
    return joined.toString();
  }

  private int group(int index) {
    return (int) ((index < 4 ? high : low) >>> (48 - 16 * (index % 4)) & 0xffff);
  }
}
