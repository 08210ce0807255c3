package io.vestibule.auth.password;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The records of accounts, by folded name. Thread-safe, also between nodes. */
final class AccountRecords {
  private static final String KIND = "user";
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final int ATTEMPTS = 10;

  private final Store store;
  private final BiConsumer<String, Change> changed;

  /** What an account was, and what it is. */
  record Change(Account before, Account after) {}

  /**
   * Those of this store.
   *
   * @param changed is told the folded name and what became of the account, as soon as that is kept
   */
  AccountRecords(Store store, BiConsumer<String, Change> changed) {
    this.store = store;
    this.changed = changed;
  }

  Optional<Account> find(String id) {
    return store.get(KIND, id).flatMap(entry -> Account.read(entry.value()));
  }

  /** From the first after this id; {@code ""} begins. */
  List<Account> list(String after, int limit) {
    return store.list(KIND, after, limit).stream()
        .flatMap(entry -> Account.read(entry.value()).stream())
        .toList();
  }

  boolean isEmpty() {
    return store.list(KIND, "", 1).isEmpty();
  }

  /** False where somebody has the name already. */
  boolean insert(Account account) {
    String id = PasswordText.folded(account.name());
    return store.insert(Entry.of(KIND, id, "", account.write(), Instant.MAX));
  }

  boolean delete(String id) {
    return store.delete(KIND, id);
  }

  /** Reads and writes again when somebody else was faster; the account as it is then. */
  Optional<Account> change(String id, Predicate<Account> stands, UnaryOperator<Account> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Entry> found = store.get(KIND, id);
      Optional<Account> account = found.flatMap(entry -> Account.read(entry.value()));
      if (found.isEmpty() || account.filter(stands).isEmpty()) {
        return Optional.empty();
      }
      Account after = change.apply(account.get());
      if (store.replace(found.get().with(after.write(), Instant.MAX))) {
        changed.accept(id, new Change(account.get(), after));
        return Optional.of(after);
      }
    }
    throw new AuthUnavailableException("an account is being changed by too many at once", AGAIN);
  }
}
