package io.vestibule.auth.password;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a file, read again when it has changed: looked at when somebody signs in, at most every two
 * seconds, and by one thread while the others go on with what is known. A broken edit changes nothing. Thread-safe.
 */
final class UsersFile implements Supplier<Users> {
  private static final Logger LOG = LoggerFactory.getLogger(UsersFile.class);
  private static final long INTERVAL_MILLIS = 2_000;

  private final UsersReader reader;
  private final InstantSource clock;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile Users users;
  private volatile long lookedAt;
  private FileStamp stamp;
  private boolean settled;
  private UsersReader.Reading last;

  private UsersFile(UsersReader reader, InstantSource clock) {
    this.reader = reader;
    this.clock = clock;
    this.lookedAt = clock.millis();
    this.stamp = FileStamp.of(reader.file());
    this.settled = stamp.isSettled(clock.instant());
    this.last = reader.read();
    this.users = last instanceof UsersReader.Reading.Good good ? good.users() : Users.NONE;
  }

  /** Reads the file; what is wrong with it is told by {@link #firstReading()}. */
  static UsersFile open(UsersReader reader, InstantSource clock) {
    return new UsersFile(reader, clock);
  }

  /** What was found at the start. */
  UsersReader.Reading firstReading() {
    return last;
  }

  @Override
  public Users get() {
    long now = clock.millis();
    long since = now - lookedAt;
    if ((since >= INTERVAL_MILLIS || since < 0) && looking.tryLock()) {
      try {
        look(now);
      } finally {
        looking.unlock();
      }
    }
    return users;
  }

  /** The stamp is taken before the file is read: an edit between the two is seen the next time. */
  private void look(long now) {
    FileStamp found = FileStamp.of(reader.file());
    if (!settled || !found.equals(stamp) || last instanceof UsersReader.Reading.Broken) {
      stamp = found;
      settled = found.isSettled(Instant.ofEpochMilli(now));
      take(reader.read());
    }
    lookedAt = now;
  }

  private void take(UsersReader.Reading reading) {
    if (reading instanceof UsersReader.Reading.Good good) {
      users = good.users();
    }
    tell(reading);
    last = reading;
  }

  /** Says what is new, and says it once: a young file is read more often than it changes. */
  private void tell(UsersReader.Reading reading) {
    if (reading instanceof UsersReader.Reading.Broken broken && isNews(broken)) {
      LOG.warn(
          "{} {}; the users are those of before: {}", reader.file(), broken.found(), broken.cure());
    }
    if (!reading.remarks().equals(last.remarks())) {
      reading.remarks().forEach(r -> LOG.warn("{}: {}: {}", r.place(), r.found(), r.cure()));
    }
  }

  private boolean isNews(UsersReader.Reading.Broken broken) {
    return !(last instanceof UsersReader.Reading.Broken earlier)
        || !earlier.found().equals(broken.found());
  }
}
