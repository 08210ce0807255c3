package io.vestibule.auth.throttle;

import io.vestibule.auth.internal.IpAddress;

/**
 * Somebody shows a secret that a human chose or types. Immutable.
 *
 * @param account the name as typed; whether anybody has it does not matter
 * @param client the address of the client, as an IP literal
 * @param device what tells this device from others; {@code ""} for one that is not known
 */
public record Attempt(String account, String client, String device) {

  /** A try from a device that is not known. */
  public static Attempt of(String account, String client) {
    return new Attempt(account, client, "");
  }

  /**
   * The same try from a device that signed in to <em>this very account</em> before, and can prove it. It has a budget
   * of its own, so the caller must not take a device that signed in to another account for known: whoever has one
   * account could make any number of devices and guess with each.
   */
  public Attempt withDevice(String id) {
    return new Attempt(account, client, id);
  }

  boolean fromKnownDevice() {
    return !device.isEmpty();
  }

  /** The IPv4 address, or the /64 that an IPv6 host may choose its addresses from; {@code ""} when it is neither. */
  String network() {
    return IpAddress.parse(client).map(IpAddress::network).orElse("");
  }
}
