package io.vestibule.auth.account;

import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Links by which somebody gets at an account without signing in: each works once, and for a while. Thread-safe; several
 * nodes may share the store, which has the digest of a link only: nobody guesses 256 bits (ASVS 6.5.2).
 *
 * <p>A link stands for the account as it was: another password, another second factor, a user who is disabled or gone
 * ends it. A new link ends the earlier ones of its purpose. Each method throws {@link
 * io.vestibule.auth.AuthUnavailableException} when the store is down.
 */
public final class AccountLinks {
  private static final String KIND = "account-link";

  /** Links of people who are no users yet: strangers ask for them, and make none of the others give way. */
  private static final String BEGUN = "registration";

  private static final int BYTES = 32;
  private static final int LETTERS = 43;

  private final Store store;
  private final UserStore users;
  private final SecureRandom random;
  private final InstantSource clock;

  /** The links to the accounts of these users. */
  public AccountLinks(Store store, UserStore users, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.users = users;
    this.random = random;
    this.clock = clock;
  }

  /** What a link is for. */
  public enum Purpose {
    /** Becoming a user, by whoever reads the mail of an address. */
    REGISTER(Duration.ofHours(4)),
    /** The first password, of a user whom an administrator has made. */
    INVITE(Duration.ofDays(3)),
    /** Another password in place of one that was forgotten. */
    RESET(Duration.ofHours(1)),
    /** Proving that an address is one's own. */
    ADDRESS(Duration.ofHours(4));

    private final Duration life;

    Purpose(Duration life) {
      this.life = life;
    }

    /** How long a link works. */
    public Duration life() {
      return life;
    }
  }

  /**
   * A link that works.
   *
   * @param user whose it is, at this moment; empty for {@link Purpose#REGISTER}
   * @param data what it was made with, such as the address
   */
  public record Link(Purpose purpose, Optional<User> user, String data, Instant expires) {}

  /**
   * Makes a link for a user.
   *
   * @param data up to 500 characters to have again when it is used; may be empty. A link for another password that goes to
   *     an address has that one, and works while it is the verified one of the user
   */
  public Secret issue(Purpose purpose, User user, String data) {
    if (purpose == Purpose.REGISTER) {
      throw new IllegalArgumentException("whoever registers is no user yet");
    }
    return issue(KIND, purpose, owner(user), stamp(user), data);
  }

  /** Makes a link with which whoever reads the mail of this address becomes a user. */
  public Secret issueToRegister(String address) {
    String owner = Digests.inBase64Url(FoldedName.of(address));
    return issue(BEGUN, Purpose.REGISTER, owner, "", address);
  }

  private Secret issue(String kind, Purpose purpose, String owner, String stamp, String data) {
    store.owned(kind, owner).stream()
        .filter(entry -> purpose(entry).filter(purpose::equals).isPresent())
        .forEach(entry -> store.delete(kind, entry.id()));
    String token = Base64Url.random(random, BYTES);
    String value = Fields.write()
        .put("purpose", purpose.name())
        .put("stamp", stamp)
        .put("data", data)
        .toString();
    store.insert(Entry.of(
        kind, Digests.inBase64Url(token), owner, value, clock.instant().plus(purpose.life())));
    return Secret.of(token);
  }

  /** What this link is for, as often as somebody asks; empty where it does not work (any more). */
  public Optional<Link> find(String token) {
    return entry(token).flatMap(this::read);
  }

  /** Uses this link up. Of many who try at one time one has it. */
  public Optional<Link> take(String token) {
    return entry(token)
        .flatMap(entry -> read(entry).filter(link -> store.delete(entry.kind(), entry.id())));
  }

  /** Ends all links of this user. */
  public void end(User user) {
    store.owned(KIND, owner(user)).forEach(entry -> store.delete(KIND, entry.id()));
  }

  /** Whether a text looks like the token of a link. */
  static boolean isToken(String text) {
    return Base64Url.fits(text, LETTERS);
  }

  private Optional<Entry> entry(String token) {
    if (!isToken(token)) {
      return Optional.empty();
    }
    String id = Digests.inBase64Url(token);
    return store.get(KIND, id).or(() -> store.get(BEGUN, id));
  }

  private Optional<Link> read(Entry entry) {
    Optional<Purpose> purpose = purpose(entry);
    Optional<Fields> fields = Fields.parse(entry.value());
    if (purpose.isEmpty() || fields.isEmpty()) {
      return Optional.empty();
    }
    String data = fields.get().text("data").orElse("");
    if (entry.kind().equals(BEGUN)) {
      return Optional.of(new Link(purpose.get(), Optional.empty(), data, entry.expires()));
    }
    String stamp = fields.get().text("stamp").orElse("");
    return users
        .user(entry.owner())
        .filter(user -> !user.disabled() && Digests.same(stamp, stamp(user)))
        .filter(user -> isStillOf(purpose.get(), user, data))
        .map(user -> new Link(purpose.get(), Optional.of(user), data, entry.expires()));
  }

  /** Whoever reads the mails of an address that was replaced gets no password by one that came before. */
  private static boolean isStillOf(Purpose purpose, User user, String address) {
    return switch (purpose) {
      case RESET ->
        address.isEmpty() || (user.hasVerifiedEmail() && user.email().equals(address));
      case INVITE -> address.isEmpty() || user.email().equals(address);
      case REGISTER, ADDRESS -> true;
    };
  }

  private static Optional<Purpose> purpose(Entry entry) {
    try {
      return Fields.parse(entry.value())
          .flatMap(fields -> fields.text("purpose"))
          .map(Purpose::valueOf);
    } catch (IllegalArgumentException ofAnotherVersion) {
      return Optional.empty();
    }
  }

  /** Changes with the account, its password and its second factor; it says nothing of them. */
  private static String stamp(User user) {
    return Digests.inBase64Url(user.account() + "\n" + user.credential().reveal());
  }

  private static String owner(User user) {
    return FoldedName.of(user.name());
  }
}
