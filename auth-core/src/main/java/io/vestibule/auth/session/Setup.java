package io.vestibule.auth.session;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.config.Starting;
import io.vestibule.auth.internal.Due;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link by which the first administrator is made, where the store has no user at the start. Thread-safe.
 *
 * <p>It works for 30 minutes, and stands in the log only; the store has its digest. Each start makes one, on each node;
 * with the first use of any all are used up, and with the first user they are worth nothing.
 */
public final class Setup implements Starting {
  /** How long a link works. */
  static final Duration LIFE = Duration.ofMinutes(30);

  private static final Logger LOG = LoggerFactory.getLogger("io.vestibule.auth.setup");
  private static final String LINK = "setup";
  private static final String TURN = "setup-turn";
  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Store store;
  private final UserStore users;
  private final String path;
  private final SecureRandom random;
  private final InstantSource clock;
  private volatile Optional<Token> issued = Optional.empty();

  /** When to look again; never where it is known whether there are users. */
  private final AtomicReference<Instant> again = new AtomicReference<>(Instant.MAX);

  Setup(Store store, UserStore users, String path, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.users = users;
    this.path = path;
    this.random = random;
    this.clock = clock;
  }

  /** Makes the link where nobody can sign in yet, and writes it to the log, once. */
  @Override
  public synchronized void started() {
    try {
      if (issued.isEmpty() && users.isEmpty()) {
        Token token = issue();
        issued = Optional.of(token);
        LOG.warn("Set up the first administrator within 30 minutes: {}", link(token));
      }
      again.set(Instant.MAX);
    } catch (AuthUnavailableException down) {
      again.set(clock.instant().plus(PAUSE));
      LOG.warn(
          "the store is down, so it is not known whether there are users: {}", down.getMessage());
    }
  }

  /** Looks again where the store was down at the start: it needs no restart to come back, so the link needs none. */
  void retry() {
    Instant due = Objects.requireNonNull(again.get());
    if (!due.equals(Instant.MAX)
        && Due.isNow(due, clock.instant(), PAUSE)
        && again.compareAndSet(due, clock.instant().plus(PAUSE))) {
      started();
    }
  }

  /** The link of this start, from the application's path on, for its operator only; empty where there is none. */
  public Optional<String> link() {
    return issued.map(this::link);
  }

  /** Makes one more link; all that were made for this turn work until one of them is used. */
  Token issue() {
    Token token = Token.random(random);
    String value = Fields.write().put("turn", Long.toString(turn().version())).toString();
    store.insert(Entry.of(LINK, token.id(), "", value, clock.instant().plus(LIFE)));
    return token;
  }

  /** Whether this is the token of a link, and it still works. */
  boolean isLive(Token token) {
    return users.isEmpty() && turnOf(token).isPresent();
  }

  /** Uses all links of this turn up. The turn stays, so that its version tells the first of many from the others. */
  boolean consume(Token token) {
    String spent = Fields.write().put("used", clock.instant()).toString();
    return turnOf(token)
        .filter(turn -> users.isEmpty())
        .map(turn -> store.replace(turn.with(spent, Instant.MAX)))
        .orElse(false);
  }

  /** The turn that began with the last use. Of several nodes that start at once one makes the first. */
  private Entry turn() {
    Entry first =
        Entry.of(TURN, TURN, "", Fields.write().put("used", Instant.EPOCH).toString(), Instant.MAX);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Entry> turn = store.get(TURN, TURN);
      if (turn.isPresent()) {
        return turn.get();
      }
      store.insert(first);
    }
    throw new AuthUnavailableException(
        "the turn of the set-up links is gone", Duration.ofSeconds(1));
  }

  /** The turn in which this link was made; empty for a link that is used up, too old or none. */
  private Optional<Entry> turnOf(Token token) {
    return store
        .get(LINK, token.id())
        .flatMap(link -> Fields.parse(link.value()))
        .flatMap(link -> link.text("turn"))
        .flatMap(made ->
            store.get(TURN, TURN).filter(turn -> Long.toString(turn.version()).equals(made)));
  }

  private String link(Token token) {
    return path + "?token=" + token.reveal();
  }
}
