package io.vestibule.auth.jwt;

import io.vestibule.auth.internal.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys in a file, read again in the background once it has changed; no request waits for that. A file that cannot be
 * used changes nothing: the keys of before hold, and the log says so once. Thread-safe.
 */
final class FileKeys implements KeySource {
  private static final Logger LOG = LoggerFactory.getLogger(FileKeys.class);
  private static final long MOST_BYTES = 1 << 20;

  private final Path file;
  private final Function<String, KeySet> parser;
  private final InstantSource clock;
  private volatile State state;

  /**
   * What was read.
   *
   * @param settled whether the stamp would show the next edit
   * @param failure why what stands there now is not used; empty where it is
   */
  private record State(
      String text,
      KeySet keys,
      long generation,
      FileStamp stamp,
      boolean settled,
      Optional<String> failure) {}

  /**
   * Reads the file.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it holds no keys that can be used; the message goes behind its name
   */
  FileKeys(Path file, Function<String, KeySet> parser, InstantSource clock) throws IOException {
    this.file = file;
    this.parser = parser;
    this.clock = clock;
    FileStamp stamp = FileStamp.of(file);
    String text = text(file);
    this.state = new State(text, parser.apply(text), 1, stamp, isSettled(stamp), Optional.empty());
  }

  @Override
  public KeySet now() {
    return state.keys;
  }

  @Override
  public long generation() {
    return state.generation;
  }

  @Override
  public Optional<String> failure() {
    return state.failure;
  }

  /** The stamp is taken before the file is read: an edit between the two is seen the next time. */
  @Override
  public synchronized void refreshAhead() {
    State known = state;
    FileStamp stamp = FileStamp.of(file);
    if (!known.settled || !stamp.equals(known.stamp)) {
      state = read(known, stamp);
    }
  }

  private State read(State known, FileStamp stamp) {
    try {
      String text = text(file);
      boolean same = text.equals(known.text);
      KeySet keys = same ? known.keys : parser.apply(text);
      if (!same) {
        LOG.info("{} has changed, and so have the keys", file);
      }
      long generation = same ? known.generation : known.generation + 1;
      return new State(text, keys, generation, stamp, isSettled(stamp), Optional.empty());
    } catch (IOException unreadable) {
      return unchanged(known, "cannot be read");
    } catch (IllegalArgumentException unusable) {
      return unchanged(known, String.valueOf(unusable.getMessage()));
    }
  }

  /** It is looked at again in every round until it can be used. */
  private State unchanged(State known, String found) {
    if (known.failure.filter(found::equals).isEmpty()) {
      LOG.warn("{} {}, so its keys of before hold", file, found);
    }
    return new State(
        known.text, known.keys, known.generation, known.stamp, false, Optional.of(found));
  }

  private boolean isSettled(FileStamp stamp) {
    return stamp.isSettled(clock.instant());
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IllegalArgumentException("is longer than 1 MiB");
    }
    return Files.readString(file);
  }
}
