package io.vestibule.auth.oauth;

import io.vestibule.auth.Secret;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Seal;
import io.vestibule.auth.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What is kept of a provider's tokens beside a session: sealed, in the store, never in a browser. Thread-safe. */
final class ProviderTokens {
  private static final String KIND = "oauth-tokens";
  private static final int MOST = 5_500;

  private final Store store;
  private final Seal seal;
  private final InstantSource clock;

  ProviderTokens(Store store, Seal seal, InstantSource clock) {
    this.store = store;
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * What is kept.
   *
   * @param refreshToken empty where there is none
   * @param idToken the hint for signing out; empty where there is none, or no room for it
   * @param due when the access token ends; {@link Instant#MAX} where nobody said
   */
  record Kept(Secret refreshToken, Secret idToken, Instant due) {}

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
    if (!tokens.life().isZero()) {
      text.put("e", clock.instant().plus(tokens.life()));
    }
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
            Secret.of(fields.text("r").orElse("")),
            Secret.of(fields.text("i").orElse("")),
            fields.instant("e").orElse(Instant.MAX)));
  }

  void forget(String session) {
    store.delete(KIND, session);
  }
}
