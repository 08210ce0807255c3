package io.vestibule.auth.digest;

/** What a client must send back as it was sent (RFC 7616, 3.3). Thread-safe. */
public interface Opaque {

  /** The value for a challenge: printable ASCII without quotation marks and backslashes. */
  String issue();

  /** Whether this is ours; compares in constant time. */
  boolean accepts(String opaque);
}
