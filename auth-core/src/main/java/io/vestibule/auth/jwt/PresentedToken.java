package io.vestibule.auth.jwt;

/**
 * A token as a request shows it. Immutable.
 *
 * @param scheme {@code Bearer}, {@code DPoP}, or the name of a header of its own
 */
public record PresentedToken(String scheme, String token) {
  /** None is shown. */
  public static final PresentedToken NONE = new PresentedToken("", "");

  /** The scheme of a token that stands in the address. */
  static final String QUERY = "access_token";

  static final String AMBIGUOUS = "?";

  /** Whether one is shown. */
  public boolean isThere() {
    return !scheme.isEmpty();
  }

  /** Whether it stands in the address, where logs and histories keep it. */
  public boolean isInQuery() {
    return scheme.equals(QUERY);
  }

  /** Whether one stands in the address beside another in the head (RFC 6750, 2). */
  public boolean isAmbiguous() {
    return scheme.equals(AMBIGUOUS);
  }

  /** Whether it is shown as one that a proof of possession goes with (RFC 9449, 7.1). */
  public boolean isDpop() {
    return scheme.equals("DPoP");
  }

  /** Never shows the token. */
  @Override
  public String toString() {
    return scheme + " ***";
  }
}
