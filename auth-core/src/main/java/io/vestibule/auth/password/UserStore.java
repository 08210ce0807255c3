package io.vestibule.auth.password;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.EmailAddress;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Users in the store, found by name in whatever case. Thread-safe, and several nodes may share them.
 *
 * <p>What was read is believed for two seconds: whoever is disabled or gone is out on every node within that time. Each
 * method throws {@link AuthUnavailableException} when the store is down.
 */
public final class UserStore implements Directory {
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final Secret NO_PASSWORD = Secret.of("!");

  private final AccountRecords accounts;
  private final AccountAddresses addresses;
  private final Roles roles;
  private final InstantSource clock;
  private final RecentUsers recent;
  private final List<AccountListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger highestCost = new AtomicInteger(PasswordHash.DEFAULT_COST);

  /** The users in this store; {@code roles} are those that the file gives them besides their own. */
  public UserStore(Store store, Roles roles, InstantSource clock) {
    this.roles = roles;
    this.clock = clock;
    this.recent = new RecentUsers(BOUND, clock);
    this.accounts = new AccountRecords(store, this::changed);
    this.addresses = new AccountAddresses(store, accounts, this::read, clock);
  }

  /** Has somebody told what is replaced of accounts here, from now on. */
  public void tell(AccountListener listener) {
    listeners.add(listener);
  }

  /** Whoever has this name; from memory for two seconds. */
  @Override
  public Optional<Users.Entry> find(String name) {
    String id = PasswordText.folded(name);
    return recent.find(id).or(() -> entry(id));
  }

  /** Here nobody has a name for two seconds, too: names that are made up cost no more than others. */
  @Override
  public Optional<Users.Entry> findLately(String name) {
    return recent.isAbsent(PasswordText.folded(name)) ? Optional.empty() : find(name);
  }

  @Override
  public Optional<Users.Entry> findNow(String name) {
    return entry(PasswordText.folded(name));
  }

  /**
   * Whose verified address this is, where it is nobody's name. An address is looked for where it is a name, too, and
   * nobody's takes as long as somebody's.
   */
  @Override
  public Optional<String> nameBehind(String typed) {
    if (typed.indexOf('@') < 0) {
      return Optional.empty();
    }
    boolean isName = findLately(typed).isPresent();
    Optional<String> behind =
        EmailAddress.parse(typed.strip()).map(EmailAddress::toString).flatMap(addresses::name);
    return isName ? Optional.empty() : behind;
  }

  /** What a new hash costs, or what the dearest that was seen does. */
  @Override
  public int highestCost() {
    return highestCost.get();
  }

  /** Whether nobody is there yet. */
  public boolean isEmpty() {
    return accounts.isEmpty();
  }

  /** The users by folded name, from the first after this name; {@code ""} begins. */
  public List<User> list(String after, int limit) {
    return accounts.list(PasswordText.folded(after), limit).stream()
        .map(account -> account.user(roles))
        .toList();
  }

  /**
   * Adds a user; false when somebody has the name already, in whatever case.
   *
   * @param hash as {@link PasswordHash#hash} makes it
   * @throws IllegalArgumentException when the name, the hash or a role cannot be used; the message may be shown
   */
  public boolean add(String name, Secret hash, Set<String> ownRoles) {
    String written = PasswordText.nfc(name.strip());
    checkName(written);
    checkHash(hash);
    return insert(Account.of(written, hash, ownRoles, clock.instant()));
  }

  /**
   * Adds a user without a password, known by another way of signing in or yet to choose one; false when somebody has the
   * name already.
   *
   * @param provider that way; {@code ""} for none
   * @param grant what it lets the user do, in its own words
   * @throws IllegalArgumentException when the name or a role cannot be used
   */
  public boolean addOutsider(String name, String provider, Set<String> ownRoles, String grant) {
    String written = PasswordText.nfc(name.strip());
    checkName(written);
    return insert(
        Account.of(written, NO_PASSWORD, ownRoles, clock.instant()).grantedBy(provider, grant));
  }

  private boolean insert(Account account) {
    boolean added = accounts.insert(account);
    recent.changed(PasswordText.folded(account.name()));
    return added;
  }

  /** Replaces what another way of signing in has given; false when there is no such user. */
  public boolean regrant(String name, Set<String> ownRoles, String grant) {
    return change(
        name, account -> account.withRoles(ownRoles).grantedBy(account.provider(), grant));
  }

  /** Whoever has this name in whatever case, as another way of signing in must know them; past the cache. */
  public Optional<Member> member(String name) {
    return Entry.fits(name)
        ? accounts.find(PasswordText.folded(name)).map(this::member)
        : Optional.empty();
  }

  /** The same of all users, by folded name, from the first after this name; {@code ""} begins. */
  public List<Member> members(String after, int limit) {
    return accounts.list(PasswordText.folded(after), limit).stream()
        .map(this::member)
        .toList();
  }

  private Member member(Account account) {
    return new Member(
        account.user(roles),
        account.roles(),
        account.provider(),
        account.grant(),
        !(PasswordHash.parse(account.hash().reveal()) instanceof StoredPassword.Unusable));
  }

  /** All roles that a user of this name would have with these of its own. */
  public Set<String> rolesWith(String name, Set<String> ownRoles) {
    return roles.of(name, Set.of(), ownRoles);
  }

  /** Replaces the password, which ends the user's sessions; false when there is no such user. */
  public boolean setHash(String name, Secret hash) {
    checkHash(hash);
    return change(name, account -> account.withHash(hash));
  }

  /**
   * Replaces the password that this user has just proved, which ends the user's sessions; the user after that. Empty
   * where the account is not any more what it was: nothing was proved about it then, and nothing changes.
   */
  public Optional<User> setHash(User proved, Secret hash) {
    checkHash(hash);
    return accounts
        .change(
            PasswordText.folded(proved.name()),
            account -> account.isOf(proved),
            account -> account.withHash(hash))
        .map(account -> account.user(roles));
  }

  /** Replaces the user's own roles; false when there is no such user. */
  public boolean setRoles(String name, Set<String> ownRoles) {
    return change(name, account -> account.withRoles(ownRoles));
  }

  /**
   * Sets or takes away the second factor, which ends the user's sessions; the user after that. Empty where the account
   * or its factor is not any more what it was: nothing changes then.
   *
   * @param factor its id, which no other factor has had; {@code ""} for none
   */
  public Optional<User> setFactor(User before, String factor) {
    return accounts
        .change(
            PasswordText.folded(before.name()),
            account -> account.isOf(before),
            account -> account.withFactor(factor))
        .map(account -> account.user(roles));
  }

  /** The user who has verified this address, in whatever case it is written; past the cache. */
  public Optional<User> byAddress(String address) {
    return EmailAddress.parse(address.strip())
        .map(EmailAddress::toString)
        .flatMap(addresses::owner)
        .map(account -> account.user(roles));
  }

  /**
   * Replaces the user's address. One that is verified belongs to one user only, whoever tries at the same moment, and
   * stays that user's until it is replaced or the user is deleted.
   *
   * @param email as it was typed; {@code ""} for none
   * @param verified whether somebody has proved to read what is sent there
   * @throws IllegalArgumentException when it is no plain address; the message may be shown
   */
  public AddressChange setAddress(User before, String email, boolean verified) {
    Optional<Instant> since = verified ? Optional.of(clock.instant()) : Optional.empty();
    Address address = Address.of(email, since);
    String id = PasswordText.folded(before.name());
    Optional<Account> was = accounts.find(id).filter(account -> account.isOf(before));
    if (was.isEmpty()) {
      return AddressChange.STALE;
    }
    AddressChange done = addresses.replace(id, was.get(), address);
    if (done == AddressChange.SET && !address.isVerifiedAs(was.get().address().folded())) {
      tell(AccountListener.Part.ADDRESS, was.get(), was.get().withAddress(address));
      addresses.free(id, was.get().address());
    }
    return done;
  }

  /** Shuts the user out and ends the user's sessions for good; false when there is no such user. */
  public boolean disable(String name) {
    return change(name, Account::barred);
  }

  /** Lets the user sign in again; false when there is no such user. */
  public boolean enable(String name) {
    return change(name, Account::enabled);
  }

  /** Removes the user; false when there is no such user. */
  public boolean delete(String name) {
    String id = PasswordText.folded(name);
    Optional<Account> account = accounts.find(id);
    boolean gone = accounts.delete(id);
    recent.changed(id);
    account.ifPresent(former -> addresses.free(id, former.address()));
    return gone;
  }

  /** Reads past the cache, so that what is shown after a change is what is kept. */
  public Optional<User> user(String name) {
    return entry(PasswordText.folded(name)).map(Users.Entry::user);
  }

  private Optional<Users.Entry> entry(String id) {
    return read(id).map(this::entry);
  }

  private Optional<Account> read(String id) {
    long before = recent.changes();
    Optional<Account> account = accounts.find(id);
    recent.saw(id, account.map(this::entry), before);
    return account;
  }

  private Users.Entry entry(Account account) {
    StoredPassword password = PasswordHash.parse(account.hash().reveal());
    highestCost.accumulateAndGet(password.cost(), Math::max);
    return new Users.Entry(account.user(roles), password);
  }

  private boolean change(String name, UnaryOperator<Account> change) {
    return accounts.change(PasswordText.folded(name), account -> true, change).isPresent();
  }

  private void changed(String id, AccountRecords.Change change) {
    recent.changed(id);
    tell(change.before(), change.after());
  }

  /** The first password replaces nothing. */
  private void tell(Account before, Account after) {
    boolean first = PasswordHash.parse(before.hash().reveal()) instanceof StoredPassword.Unusable;
    if (!before.hash().equals(after.hash()) && !first) {
      tell(AccountListener.Part.PASSWORD, before, after);
    }
    if (!before.factor().equals(after.factor())) {
      tell(AccountListener.Part.FACTOR, before, after);
    }
  }

  private void tell(AccountListener.Part part, Account before, Account after) {
    listeners.forEach(listener -> listener.replaced(part, before.user(roles), after.user(roles)));
  }

  /** Whether a user can have a role of this name. */
  public static boolean isRole(String role) {
    return Account.isRole(role);
  }

  /** Whether a user can be called so. */
  public static boolean isName(String name) {
    String written = PasswordText.nfc(name.strip());
    return Roster.isName(written) && PasswordText.folded(written).length() <= Roster.LONGEST_NAME;
  }

  private static void checkName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("a user name has 1 to " + Roster.LONGEST_NAME
          + " characters and neither a colon nor a control character");
    }
  }

  private static void checkHash(Secret hash) {
    if (PasswordHash.parse(hash.reveal()) instanceof StoredPassword.Unusable unusable) {
      throw new IllegalArgumentException("the password " + unusable.found());
    }
  }
}
