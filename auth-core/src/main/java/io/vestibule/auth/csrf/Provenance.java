package io.vestibule.auth.csrf;

/** Where a request comes from, as far as it matters. Immutable. */
public sealed interface Provenance {

  /** It changes nothing, or comes from this site or one that is allowed. */
  record Trusted() implements Provenance {
    static final Trusted INSTANCE = new Trusted();
  }

  /**
   * It comes from another site, or hides where it comes from.
   *
   * @param reason for the log; it quotes the client, so it must be escaped there
   */
  record Foreign(String reason) implements Provenance {}

  /**
   * It does not say: an old browser, or no browser at all. Where the browser would add the credentials by itself, ask
   * for a token.
   */
  record Unknown() implements Provenance {
    static final Unknown INSTANCE = new Unknown();
  }
}
