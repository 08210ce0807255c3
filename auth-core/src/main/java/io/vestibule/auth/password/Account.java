package io.vestibule.auth.password;

import io.vestibule.auth.Secret;
import io.vestibule.auth.store.Fields;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A user as the store keeps it: one line of versioned text. Immutable.
 *
 * @param name as it was first written, in NFC
 * @param bars how often the account was disabled: sessions from before stay ended when it is enabled again
 * @param provider the way of signing in that made it; {@code ""} where somebody did
 * @param grant what that way lets it do, in its own words; {@code ""} for nothing
 * @param factor the id of the second factor; behind a tilde that of the last one, which was taken away: sessions from
 *     before stay ended then; {@code ""} where there was never one
 * @param address where mail reaches the user
 */
record Account(
    String name,
    Secret hash,
    Set<String> roles,
    boolean disabled,
    Instant created,
    int bars,
    String provider,
    String grant,
    String factor,
    Address address) {
  private static final int LONGEST_ROLE = 64;
  private static final String HASH = "hash";

  /**
   * Where the hash stands beside a factor: a version that knows no factors finds no password then, and shuts the user out
   * rather than let the password alone do.
   */
  private static final String HASH_OF_TWO = "hash2";

  private static final String GONE = "~";

  Account {
    roles = Set.copyOf(roles);
    roles.forEach(Account::checkRole);
  }

  static Account of(String name, Secret hash, Set<String> roles, Instant created) {
    return new Account(name, hash, roles, false, created, 0, "", "", "", Address.NONE);
  }

  Account withHash(Secret newHash) {
    return new Account(
        name, newHash, roles, disabled, created, bars, provider, grant, factor, address);
  }

  Account withRoles(Set<String> newRoles) {
    return new Account(
        name, hash, newRoles, disabled, created, bars, provider, grant, factor, address);
  }

  Account barred() {
    return new Account(
        name,
        hash,
        roles,
        true,
        created,
        disabled ? bars : bars + 1,
        provider,
        grant,
        factor,
        address);
  }

  Account grantedBy(String newProvider, String newGrant) {
    return new Account(
        name, hash, roles, disabled, created, bars, newProvider, newGrant, factor, address);
  }

  Account enabled() {
    return new Account(name, hash, roles, false, created, bars, provider, grant, factor, address);
  }

  Account withFactor(String id) {
    String now = id.isEmpty() && hasFactor() ? GONE + factor : id;
    return new Account(name, hash, roles, disabled, created, bars, provider, grant, now, address);
  }

  Account withAddress(Address newAddress) {
    return new Account(
        name, hash, roles, disabled, created, bars, provider, grant, factor, newAddress);
  }

  private boolean hasFactor() {
    return !factor.isEmpty() && !factor.startsWith(GONE);
  }

  String write() {
    Fields.Writer fields = Fields.write()
        .put("name", name)
        .put(factor.isEmpty() ? HASH : HASH_OF_TWO, hash.reveal())
        .put("roles", String.join(",", new TreeSet<>(roles)))
        .put("disabled", disabled ? "1" : "0")
        .put("created", created)
        .put("bars", Integer.toString(bars))
        .put("provider", provider)
        .put("grant", grant)
        .put("factor", factor);
    return address.write(fields).toString();
  }

  /** Empty for what cannot be read: then nobody signs in by it. */
  static Optional<Account> read(String value) {
    try {
      return Fields.parse(value).flatMap(Account::read);
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<Account> read(Fields fields) {
    Optional<String> hash = fields.text(HASH).or(() -> fields.text(HASH_OF_TWO));
    boolean whole = fields.instant("created").isPresent()
        && Set.of("name", "roles", "disabled").stream()
            .allMatch(name -> fields.text(name).isPresent());
    return whole ? hash.map(text -> whole(fields, Secret.of(text))) : Optional.empty();
  }

  /** Whatever is not surely enabled is disabled. */
  private static Account whole(Fields fields, Secret hash) {
    return new Account(
        fields.text("name").orElseThrow(),
        hash,
        split(fields.text("roles").orElseThrow()),
        !fields.text("disabled").orElseThrow().equals("0"),
        fields.instant("created").orElseThrow(),
        fields.text("bars").map(Integer::parseInt).orElse(0),
        fields.text("provider").orElse(""),
        fields.text("grant").orElse(""),
        fields.text("factor").orElse(""),
        Address.read(fields));
  }

  /** The user, with the roles that the file gives besides. */
  User user(Roles given) {
    String account = created.getEpochSecond() + "." + bars;
    Set<String> all = given.of(name, Set.of(), roles);
    return new User(name, all, credential(), disabled, account, address.claims())
        .withFactor(hasFactor() ? factor : "");
  }

  /** Whether this is the account that was looked at: neither made anew, nor barred, nor with another way to prove it. */
  boolean isSameAs(Account before) {
    return isOf(before.user(Roles.none()));
  }

  /** The same of a user. */
  boolean isOf(User before) {
    User now = user(Roles.none());
    return now.account().equals(before.account())
        && now.factor().equals(before.factor())
        && now.credential().equals(before.credential());
  }

  /** Changes with whatever ends the sessions from before: the password, a bar, a second factor. */
  private Secret credential() {
    String barred = bars == 0 && factor.isEmpty() ? "" : "\n" + bars;
    return Secret.of(hash.reveal() + barred + (factor.isEmpty() ? "" : "\n" + factor));
  }

  private static Set<String> split(String joined) {
    return Arrays.stream(joined.split(",", -1))
        .filter(role -> !role.isEmpty())
        .collect(Collectors.toSet());
  }

  static boolean isRole(String role) {
    return !role.isEmpty()
        && role.length() <= LONGEST_ROLE
        && role.indexOf(',') < 0
        && role.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
  }

  private static void checkRole(String role) {
    if (!isRole(role)) {
      throw new IllegalArgumentException(
          "a role is a word of up to " + LONGEST_ROLE + " characters without commas and blanks");
    }
  }
}
