package io.vestibule.auth.internal;

import java.util.Collection;
import java.util.List;

/** Networks of IP addresses: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address. Immutable. */
public final class Networks {
  private static final int ALL_V4 = 32;
  private static final int ALL_V6 = 128;

  private final Network[] networks;

  private Networks(List<Network> networks) {
    this.networks = networks.toArray(Network[]::new);
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when one of them is none; the message names it and the cure
   */
  public static Networks of(Collection<String> texts) {
    return new Networks(texts.stream().map(Networks::parse).toList());
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return networks.length == 0;
  }

  /** Whether the address is in one of them. */
  public boolean contains(IpAddress address) {
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of them has a shorter length than this. */
  public boolean hasWiderThan(int v4, int v6) {
    for (Network network : networks) {
      if (network.bits < (network.first.v4() ? v4 : v6)) {
        return true;
      }
    }
    return false;
  }

  private static Network parse(String text) {
    int slash = text.indexOf('/');
    IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash))
        .orElseThrow(() -> refusal(text, "is no network; write addresses, not names: 10.0.0.0/8"));
    int all = address.v4() ? ALL_V4 : ALL_V6;
    int bits = slash < 0 ? all : length(text, text.substring(slash + 1), all);
    IpAddress first = address.prefix(bits);
    if (!first.equals(address)) {
      throw refusal(text, "has bits behind its length; write " + first + "/" + bits);
    }
    return new Network(first, bits);
  }

  private static int length(String text, String digits, int all) {
    boolean number = !digits.isEmpty()
        && digits.length() <= 3
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number || Integer.parseInt(digits) > all) {
      throw refusal(text, "needs a length from 0 to " + all + " behind the slash");
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException refusal(String text, String why) {
    return new IllegalArgumentException("'" + text + "' " + why);
  }

  /** A network by its first address and its masks. */
  private static final class Network {
    private final IpAddress first;
    private final int bits;
    private final long highMask;
    private final long lowMask;

    Network(IpAddress first, int bits) {
      this.first = first;
      this.bits = bits;
      IpAddress ones =
          first.v4() ? new IpAddress(true, 0, 0xffffffffL) : new IpAddress(false, -1, -1);
      IpAddress mask = ones.prefix(bits);
      this.highMask = mask.high();
      this.lowMask = mask.low();
    }

    boolean contains(IpAddress address) {
      return address.v4() == first.v4()
          && (address.high() & highMask) == first.high()
          && (address.low() & lowMask) == first.low();
    }
  }
}
