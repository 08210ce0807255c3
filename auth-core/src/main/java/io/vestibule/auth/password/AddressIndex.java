package io.vestibule.auth.password;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which user has verified an address: one at most, however many try at one moment. Thread-safe, also between nodes.
 *
 * <p>The account says which address is its own, the entry here says whose the address is, and it is somebody's where both
 * say so. Whoever wants it claims the entry, writes the account, and confirms the entry; each step demands that nobody has
 * touched the entry since the one before. What was left behind by whoever did not come to the end is taken over.
 */
final class AddressIndex {
  private static final Logger LOG = LoggerFactory.getLogger(AddressIndex.class);
  private static final String KIND = "user-address";
  private static final String USER = "user";
  private static final String CLAIMED = "claimed";
  private static final int ATTEMPTS = 10;

  /** Longer than any change is under way. */
  private static final Duration CLAIM = Duration.ofSeconds(30);

  /** What is free stays for a while: its version must not begin again beneath somebody who has read it. */
  private static final Duration FREED = Duration.ofMinutes(10);

  private final Store store;
  private final InstantSource clock;
  private final BiPredicate<String, String> isOf;

  /**
   * The index in this store.
   *
   * @param isOf whether the account of this user, by folded name, says that this address is its own and verified
   */
  AddressIndex(Store store, InstantSource clock, BiPredicate<String, String> isOf) {
    this.store = store;
    this.clock = clock;
    this.isOf = isOf;
  }

  /** The folded name of whoever may have this address: the account has the last word. */
  Optional<String> user(String address) {
    return Entry.fits(address)
        ? store.get(KIND, address).flatMap(AddressIndex::user)
        : Optional.empty();
  }

  /**
   * Makes an address that of a user.
   *
   * @param write writes it down in the account as verified; false where the account is not any more what it was
   * @param undo takes back what was written
   */
  AddressChange give(String address, String user, BooleanSupplier write, Runnable undo) {
    Optional<Entry> claimed = claim(address, user);
    if (claimed.isEmpty()) {
      return AddressChange.TAKEN;
    }
    if (!write.getAsBoolean()) {
      settle(claimed.get(), address, user);
      return AddressChange.STALE;
    }
    if (stands(claimed.get(), address, user)) {
      return AddressChange.SET;
    }
    undo.run();
    return AddressChange.TAKEN;
  }

  /**
   * Whether what was claimed and written holds: it was confirmed, or the same user has it by another try of this moment.
   * Where the store goes down in between it holds too: while the account says so, nobody takes the claim over.
   */
  private boolean stands(Entry claimed, String address, String user) {
    try {
      return confirm(claimed)
          || (user(address).filter(user::equals).isPresent() && isOf.test(user, address));
    } catch (AuthUnavailableException down) {
      LOG.warn("an address was verified, and its claim was not confirmed: {}", down.getMessage());
      return true;
    }
  }

  /** Lets go of an address that the account of this user has no more. */
  void release(String address, String user) {
    store
        .get(KIND, address)
        .filter(entry -> user(entry).filter(user::equals).isPresent() && !isClaimed(entry))
        .ifPresent(entry -> settle(entry, address, user));
  }

  /** Claims an address for a user; the entry to confirm. Empty where it is another's, or about to be somebody's. */
  private Optional<Entry> claim(String address, String user) {
    String value = Fields.write().put(USER, user).put(CLAIMED, clock.instant()).toString();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Entry> found = store.get(KIND, address);
      if (found.filter(entry -> isTaken(entry, address, user)).isPresent()) {
        return Optional.empty();
      }
      Entry claim = found
          .map(entry -> entry.with(value, Instant.MAX))
          .orElseGet(() -> Entry.of(KIND, address, "", value, Instant.MAX));
      if (found.isPresent() ? store.replace(claim) : store.insert(claim)) {
        return Optional.of(claim.replaced());
      }
    }
    throw new AuthUnavailableException("an address is wanted by too many at once", CLAIM);
  }

  /** Makes the address that of whoever claimed it, now that the account says so; false where somebody was faster. */
  private boolean confirm(Entry claimed) {
    return user(claimed)
        .map(user -> Fields.write().put(USER, user).toString())
        .filter(value -> store.replace(claimed.with(value, Instant.MAX)))
        .isPresent();
  }

  /** Says of an entry what the account says: the address is still the user's, or free. */
  private void settle(Entry entry, String address, String user) {
    if (isOf.test(user, address)) {
      var unused = confirm(entry);
    } else {
      var unused = store.replace(entry.with(free(), clock.instant().plus(FREED)));
    }
  }

  private boolean isTaken(Entry entry, String address, String user) {
    Optional<String> owner = user(entry);
    return owner
        .filter(name -> !name.equals(user))
        .filter(name -> isClaimed(entry) || isOf.test(name, address))
        .isPresent();
  }

  private boolean isClaimed(Entry entry) {
    Instant now = clock.instant();
    return Fields.parse(entry.value())
        .flatMap(fields -> fields.instant(CLAIMED))
        .filter(since -> since.plus(CLAIM).isAfter(now) && !since.isAfter(now.plus(CLAIM)))
        .isPresent();
  }

  private static String free() {
    return Fields.write().put(USER, "").toString();
  }

  private static Optional<String> user(Entry entry) {
    return Fields.parse(entry.value())
        .flatMap(fields -> fields.text(USER))
        .filter(name -> !name.isEmpty());
  }
}
