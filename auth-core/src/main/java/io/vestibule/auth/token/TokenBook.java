package io.vestibule.auth.token;

import io.vestibule.auth.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The API tokens of a store, for whoever looks after it. Thread-safe. */
public final class TokenBook {
  /** How many are listed at most. */
  public static final int MOST = ApiTokens.MOST_LISTED;

  private static final int SHOWN = 20;

  private final ApiTokens tokens;
  private final Mint mint;
  private final Owners owners;

  TokenBook(ApiTokens tokens, Mint mint, Owners owners) {
    this.tokens = tokens;
    this.mint = mint;
    this.owners = owners;
  }

  /**
   * A token that works.
   *
   * @param id by what it is revoked
   * @param scopes empty for all that its owner may
   * @param expires when it ends; {@link Instant#MAX} for never
   * @param lastUsed when it was used, to the minute; {@link Instant#EPOCH} for never
   */
  public record Row(
      String id,
      String owner,
      String name,
      Set<String> scopes,
      Instant created,
      Instant expires,
      Instant lastUsed) {}

  /** A token that has just been made; nobody can read its text again. */
  public record Made(Secret text, Row row) {}

  /**
   * Makes a token.
   *
   * @param user whose it is to be, in whatever case
   * @param expires such as {@code 90d} or {@code never}; empty for the usual time
   * @throws IllegalArgumentException when it cannot be made; the message may be shown
   */
  public Made make(String user, String name, List<String> scopes, String expires) {
    Owner owner = owners
        .named(user)
        .orElseThrow(() -> new IllegalArgumentException("There is no user of this name."));
    Mint.Outcome outcome = mint.make(owner, name, scopes, expires);
    if (outcome instanceof Mint.Outcome.Made made) {
      return new Made(Secret.of(made.made().text().reveal()), row(made.made().token()));
    }
    throw new IllegalArgumentException(((Mint.Outcome.Refused) outcome).fault().sentence());
  }

  /** All of them, at most 10,000. */
  public List<Row> list() {
    return tokens.list().stream().map(TokenBook::row).toList();
  }

  /**
   * Takes a token back, by its id or else by its name; empty when there is none.
   *
   * @throws IllegalArgumentException when several have the name; the message may be shown
   */
  public Optional<Row> revoke(String nameOrId) {
    List<ApiToken> found = tokens.withId(nameOrId);
    if (found.isEmpty()) {
      found = tokens.named(nameOrId);
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "Several tokens have this name. Name one of them by its id: "
              + String.join(", ", found.stream().map(ApiToken::id).limit(SHOWN).toList()));
    }
    return found.stream().findFirst().filter(tokens::revoke).map(TokenBook::row);
  }

  private static Row row(ApiToken token) {
    return new Row(
        token.id(),
        token.owner().name(),
        token.name(),
        token.scopes(),
        token.created(),
        token.expires(),
        token.lastUsed());
  }
}
