package io.vestibule.auth.password;

import io.vestibule.auth.internal.FileStamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a file, read again when it has changed: looked at when somebody signs in, at most every two seconds,
 * and by one thread while the others go on with what is known. A broken edit changes nothing. Thread-safe.
 */
final class UsersFile implements Supplier<Users> {
  private static final Logger LOG = LoggerFactory.getLogger(UsersFile.class);
  private static final long INTERVAL_MILLIS = 2_000;

  private final UsersReader reader;
  private final InstantSource clock;
  private final Consumer<String> log;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile State state;

  private UsersFile(UsersReader reader, InstantSource clock, Consumer<String> log) {
    this.reader = reader;
    this.clock = clock;
    this.log = log;
    this.state = look(Users.NONE, clock.instant());
  }

  /** Reads the file; what is wrong with it is told by {@link #reading()}. */
  static UsersFile open(UsersReader reader, InstantSource clock) {
    return open(reader, clock, LOG::warn);
  }

  static UsersFile open(UsersReader reader, InstantSource clock, Consumer<String> log) {
    return new UsersFile(reader, clock, log);
  }

  /** What was found when the file was last read. */
  UsersReader.Reading reading() {
    return state.reading;
  }

  @Override
  public Users get() {
    long since = clock.millis() - state.lookedAt;
    if ((since >= INTERVAL_MILLIS || since < 0) && looking.tryLock()) {
      try {
        state = next(state, clock.instant());
      } finally {
        looking.unlock();
      }
    }
    return state.users;
  }

  private State next(State known, Instant now) {
    if (known.settled && FileStamp.of(reader.file()).equals(known.stamp)) {
      return new State(known.users, known.reading, known.stamp, true, now.toEpochMilli());
    }
    State found = look(known.users, now);
    tell(found.reading, known.reading);
    return found;
  }

  /** The stamp is taken before the file is read: an edit between the two is seen the next time. */
  private State look(Users before, Instant now) {
    FileStamp stamp = FileStamp.of(reader.file());
    UsersReader.Reading reading = reader.read();
    return reading instanceof UsersReader.Reading.Good good
        ? new State(good.users(), good, stamp, stamp.isSettled(now), now.toEpochMilli())
        : new State(before, reading, stamp, false, now.toEpochMilli());
  }

  /** Says what is new, and says it once: a young file is read more often than it changes. */
  private void tell(UsersReader.Reading reading, UsersReader.Reading before) {
    if (reading instanceof UsersReader.Reading.Broken broken && isNews(broken, before)) {
      log.accept(reader.file() + " " + broken.found() + ", so the users are those of before: "
          + broken.cure());
    }
    if (!reading.remarks().equals(before.remarks())) {
      reading.remarks().forEach(r -> log.accept(r.place() + ": " + r.found() + ": " + r.cure()));
    }
  }

  private static boolean isNews(UsersReader.Reading.Broken broken, UsersReader.Reading before) {
    return !(before instanceof UsersReader.Reading.Broken earlier)
        || !earlier.found().equals(broken.found());
  }

  /**
   * What is known.
   *
   * @param settled whether the stamp would show the next edit; never where the file was broken
   */
  private record State(
      Users users, UsersReader.Reading reading, FileStamp stamp, boolean settled, long lookedAt) {}
}
