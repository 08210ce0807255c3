package io.vestibule.auth.session;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.config.Starting;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link by which the first administrator is made, where the store has no user at the start. Thread-safe.
 *
 * <p>It works once and for 30 minutes, and stands in the log only; the store has its digest. There is one for each
 * store: another start makes another one, and with the first user it is worth nothing.
 */
public final class Setup implements Starting {
  /** How long a link works. */
  static final Duration LIFE = Duration.ofMinutes(30);

  private static final Logger LOG = LoggerFactory.getLogger("io.vestibule.auth.setup");
  private static final String KIND = "setup";
  private static final String ID = "link";
  private static final int ATTEMPTS = 10;

  private final Store store;
  private final UserStore users;
  private final String path;
  private final SecureRandom random;
  private final InstantSource clock;
  private volatile Optional<Token> issued = Optional.empty();

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
    } catch (AuthUnavailableException down) {
      LOG.warn(
          "the store is down, so it is not known whether there are users: {}", down.getMessage());
    }
  }

  /** The link of this start, from the application's path on, for its operator only; empty where there is none. */
  public Optional<String> link() {
    return issued.map(this::link);
  }

  /** Makes a link, and ends the one before. */
  Token issue() {
    Token token = Token.random(random);
    String value =
        Fields.write().put("t", token.id()).put("e", clock.instant().plus(LIFE)).toString();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      boolean kept = store
          .get(KIND, ID)
          .map(entry -> store.replace(entry.with(value, Instant.MAX)))
          .orElseGet(() -> store.insert(Entry.of(KIND, ID, "", value, Instant.MAX)));
      if (kept) {
        return token;
      }
    }
    throw new AuthUnavailableException("too many nodes start at once", Duration.ofSeconds(1));
  }

  /** Whether this is the token of the link, and it still works. */
  boolean isLive(Token token) {
    return live(token).isPresent() && users.isEmpty();
  }

  /** Uses the link up. The entry stays, so that its version tells the first of many from the others. */
  boolean consume(Token token) {
    String spent = Fields.write().put("used", clock.instant()).toString();
    return live(token)
        .filter(entry -> users.isEmpty())
        .map(entry -> store.replace(entry.with(spent, Instant.MAX)))
        .orElse(false);
  }

  private Optional<Entry> live(Token token) {
    return store.get(KIND, ID).filter(entry -> Fields.parse(entry.value())
        .filter(fields -> isDigest(fields.text("t").orElse(""), token))
        .flatMap(fields -> fields.instant("e"))
        .filter(end -> clock.instant().isBefore(end))
        .isPresent());
  }

  private static boolean isDigest(String kept, Token token) {
    return MessageDigest.isEqual(
        kept.getBytes(StandardCharsets.US_ASCII), token.id().getBytes(StandardCharsets.US_ASCII));
  }

  private String link(Token token) {
    return path + "?token=" + token.reveal();
  }
}
