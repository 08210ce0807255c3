package io.vestibule.auth.password;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.internal.ExpiringMap;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses of accounts: who has which, and how one gets another. Thread-safe, also between nodes. */
final class AccountAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(AccountAddresses.class);
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final int MOST = 10_000;

  private final AccountRecords accounts;
  private final Function<String, Optional<Account>> read;
  private final AddressIndex index;
  private final ExpiringMap<String, Optional<String>> names;

  /**
   * Those of these accounts.
   *
   * @param read reads an account by its folded name, and may remember it
   */
  AccountAddresses(
      Store store,
      AccountRecords accounts,
      Function<String, Optional<Account>> read,
      InstantSource clock) {
    this.accounts = accounts;
    this.read = read;
    this.names = new ExpiringMap<>(MOST, BOUND, clock);
    this.index = new AddressIndex(store, clock, (id, address) -> accounts
        .find(id)
        .filter(account -> account.address().isVerifiedAs(address))
        .isPresent());
  }

  /** Whoever has verified this address; an account is looked for where it is nobody's, too. */
  Optional<Account> owner(String address) {
    return read.apply(index.user(address).orElse(address))
        .filter(account -> account.address().isVerifiedAs(address));
  }

  /** The owner's name; from memory for two seconds, also where there is none. */
  Optional<String> name(String address) {
    return names.get(address).orElseGet(() -> {
      Optional<String> name = owner(address).map(Account::name);
      names.put(address, name);
      return name;
    });
  }

  /** Replaces the address of an account that is still what was read of it; the one before is to be freed then. */
  AddressChange replace(String id, Account was, Address address) {
    if (address.verified().isPresent()) {
      return index.give(
          address.folded(),
          id,
          () -> write(id, was, address),
          () -> undo(id, address, was.address()));
    }
    return write(id, was, address) ? AddressChange.SET : AddressChange.STALE;
  }

  private boolean write(String id, Account was, Address address) {
    return accounts
        .change(
            id,
            now -> now.isSameAs(was) && now.address().equals(was.address()),
            now -> now.withAddress(address))
        .isPresent();
  }

  /** Whatever else became of the account meanwhile: the address is another's. */
  private void undo(String id, Address address, Address old) {
    var unused =
        accounts.change(id, now -> now.address().equals(address), now -> now.withAddress(old));
  }

  /** Lets go of an address that the account has no more. Where that fails it is free all the same, and takes more reads. */
  void free(String id, Address address) {
    try {
      if (address.verified().isPresent()) {
        index.release(address.folded(), id);
      }
    } catch (AuthUnavailableException down) {
      LOG.warn("the index of addresses keeps one that is nobody's any more: {}", down.getMessage());
    }
  }
}
