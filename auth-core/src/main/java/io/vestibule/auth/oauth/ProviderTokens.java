package io.vestibule.auth.oauth;

import io.vestibule.auth.Secret;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Seal;
import io.vestibule.auth.store.Store;
import java.time.Instant;
import java.util.Optional;

/** What is kept of a provider's tokens beside a session: sealed, in the store, never in a browser. Thread-safe. */
final class ProviderTokens {
  private static final String KIND = "oauth-tokens";
  private static final int MOST = 5_500;

  private final Store store;
  private final Seal seal;

  ProviderTokens(Store store, Seal seal) {
    this.store = store;
    this.seal = seal;
  }

  /**
   * What is kept.
   *
   * @param refreshToken empty where there is none
   * @param idToken the hint for signing out; empty where there is none, or no room for it
   */
  record Kept(Secret refreshToken, Secret idToken) {}

  /** Keeps them as long as the session; nothing where there is nothing worth it. */
  void keep(String session, Tokens tokens, Instant expires) {
    String refresh = tokens.refreshToken().reveal();
    String idToken = tokens.idToken().reveal();
    if (refresh.length() > MOST || (refresh.isEmpty() && idToken.isEmpty())) {
      return;
    }
    Fields.Writer text = Fields.write()
        .put("r", refresh)
        .put("i", refresh.length() + idToken.length() > MOST ? "" : idToken);
    Entry entry = Entry.of(KIND, session, "", seal.seal(text.toString()), expires);
    if (!store.insert(entry)) {
      store
          .get(KIND, session)
          .ifPresent(old -> store.replace(old.with(entry.value(), entry.expires())));
    }
  }

  /** Keeps newer ones, where the session's are still kept. */
  void replace(String session, Tokens tokens) {
    store.get(KIND, session).ifPresent(old -> keep(session, tokens, old.expires()));
  }

  Optional<Kept> find(String session) {
    return store
        .get(KIND, session)
        .flatMap(entry -> seal.open(entry.value()))
        .flatMap(Fields::parse)
        .map(fields -> new Kept(
            Secret.of(fields.text("r").orElse("")), Secret.of(fields.text("i").orElse(""))));
  }

  void forget(String session) {
    store.delete(KIND, session);
  }
}
