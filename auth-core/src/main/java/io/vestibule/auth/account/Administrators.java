package io.vestibule.auth.account;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.internal.Due;
import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.password.Member;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who looks after the users of a store: one of them is always left. Thread-safe, and safe between nodes: what could take
 * the last one away is done by one at a time.
 */
public final class Administrators {
  /** The role of administrators where the file names no other. */
  public static final String USUAL_ROLE = "admin";

  private static final Logger LOG = LoggerFactory.getLogger(Administrators.class);
  private static final String KIND = "administrators";
  private static final String TURN = "turn";
  private static final String UNTIL = "until";
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 50;
  private static final int PAGE = 500;

  private final Store store;
  private final UserStore users;
  private final String role;
  private final InstantSource clock;

  /** Those among these users who have this role. */
  public Administrators(Store store, UserStore users, String role, InstantSource clock) {
    this.store = store;
    this.users = users;
    this.role = role;
    this.clock = clock;
  }

  /** What became of a change. */
  public enum Change {
    /** It is done. */
    DONE,
    /** Nobody who can sign in would be left to look after the users: nothing changed. */
    LAST,
    /** There is no such user. */
    NOBODY
  }

  /** Whether a user has the role, and may sign in. */
  public boolean include(User user) {
    return !user.disabled() && haveRole(user);
  }

  /** Whether a user has the role, be it one who may not sign in. */
  boolean haveRole(User user) {
    return user.roles().contains(role);
  }

  /**
   * Does what changes a user, unless it would take the last administrator away.
   *
   * @param stays whether the user is an administrator after it
   * @param change does it; false where there is no such user any more
   * @throws AuthUnavailableException when too many try at once, or the store is down
   */
  public synchronized Change unlessLast(
      String name, Predicate<User> stays, BooleanSupplier change) {
    Entry turn = take();
    try {
      Optional<Member> member = users.member(name);
      if (member.isEmpty()) {
        return Change.NOBODY;
      }
      if (canAct(member.get()) && !stays.test(member.get().user()) && !isOtherThan(name)) {
        return Change.LAST;
      }
      return change.getAsBoolean() ? Change.DONE : Change.NOBODY;
    } finally {
      handBack(turn);
    }
  }

  /** What was done is done: where the store fails now, the turn ends by itself. */
  private void handBack(Entry turn) {
    try {
      store.replace(turn.with(until(Instant.EPOCH), Instant.MAX));
    } catch (AuthUnavailableException down) {
      LOG.debug("the turn of administrators is not handed back: {}", down.getMessage());
    }
  }

  /** Whether such roles of its own keep a user among them. */
  public boolean include(String name, Set<String> ownRoles) {
    return users.rolesWith(name, ownRoles).contains(role);
  }

  /** Somebody who was invited and has chosen no password is none yet. */
  private boolean canAct(Member member) {
    return include(member.user()) && (member.hasPassword() || !member.provider().isEmpty());
  }

  private boolean isOtherThan(String name) {
    String folded = FoldedName.of(name);
    List<Member> page = users.members("", PAGE);
    while (!page.isEmpty()) {
      if (page.stream()
          .anyMatch(
              member -> canAct(member) && !FoldedName.of(member.user().name()).equals(folded))) {
        return true;
      }
      page = users.members(page.get(page.size() - 1).user().name(), PAGE);
    }
    return false;
  }

  /** One at a time, on all nodes: two that take the role from each other would both find the other one there. */
  private Entry take() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Entry> turn = store.get(KIND, TURN);
      if (turn.isEmpty()) {
        store.insert(Entry.of(KIND, TURN, "", until(Instant.EPOCH), Instant.MAX));
      } else if (isFree(turn.get())) {
        Entry taken = turn.get().with(until(clock.instant().plus(LONGEST)), Instant.MAX);
        if (store.replace(taken)) {
          return taken.replaced();
        }
      }
    }
    throw new AuthUnavailableException("administrators are being changed by somebody else", AGAIN);
  }

  /** Whoever has it and does not come back has lost it by then. */
  private boolean isFree(Entry turn) {
    return Fields.parse(turn.value())
        .flatMap(fields -> fields.instant(UNTIL))
        .map(until -> Due.isNow(until, clock.instant(), LONGEST))
        .orElse(true);
  }

  private static String until(Instant end) {
    return Fields.write().put(UNTIL, end).toString();
  }
}
