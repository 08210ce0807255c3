package io.vestibule.auth.issuer;

import io.vestibule.auth.store.Store;

/** The refresh tokens in a store, for whoever looks after it. Thread-safe. */
public final class TokenFamilies {
  private final Store store;

  /** Those of this store. */
  public TokenFamilies(Store store) {
    this.store = store;
  }

  /** Ends all of a user's, whose name is compared exactly; the number of families that it ended. */
  public int end(String username) {
    return (int) store.owned(RefreshTokens.KIND, username).stream()
        .filter(entry -> store.delete(RefreshTokens.KIND, entry.id()))
        .count();
  }
}
