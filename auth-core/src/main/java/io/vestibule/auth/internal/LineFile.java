package io.vestibule.auth.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the lines of a file say, read again when it has changed: looked at when it is asked for, at most every two
 * seconds, and by one thread while the others go on with what is known. A broken edit changes nothing. Blank lines and
 * those that begin with {@code #} say nothing; at most 1 MiB is read. Thread-safe.
 *
 * @param <T> what the lines become
 */
public final class LineFile<T> implements Supplier<T> {
  private static final int MOST_BYTES = 1 << 20;
  private static final long INTERVAL_MILLIS = 2_000;

  private final Path path;
  private final Parser<T> parser;
  private final InstantSource clock;
  private final Consumer<String> log;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile State<T> state;

  private LineFile(
      Path path, T nothing, Parser<T> parser, InstantSource clock, Consumer<String> log) {
    this.path = path;
    this.parser = parser;
    this.clock = clock;
    this.log = log;
    this.state = look(nothing, clock.instant());
  }

  /** Reads a file; until it can be read there is nothing in it. */
  public static <T> LineFile<T> open(
      Path path, T nothing, Parser<T> parser, InstantSource clock, Consumer<String> log) {
    return new LineFile<>(path, nothing, parser, clock, log);
  }

  /** A line that says something, and where it stands: {@code tokens.txt:3}. */
  public record Line(String text, String place) {}

  /** What is wrong with a line: it is left out, and the others are not affected. Never a secret. */
  public record Remark(String place, String found, String cure) {}

  /** What was found. */
  public sealed interface Reading<T> {
    /** Lines that were left out. */
    List<Remark> remarks();

    /** Something that can be used. */
    record Good<T>(T value, List<Remark> remarks) implements Reading<T> {}

    /** Nothing that can be used. */
    record Broken<T>(String found, String cure, List<Remark> remarks) implements Reading<T> {}
  }

  /** Understands the lines. */
  @FunctionalInterface
  public interface Parser<T> {
    /** What they say. */
    Reading<T> parse(List<Line> lines);
  }

  /** What was found when the file was last read. */
  public Reading<T> reading() {
    return state.reading;
  }

  @Override
  public T get() {
    long since = clock.millis() - state.lookedAt;
    if ((since >= INTERVAL_MILLIS || since < 0) && looking.tryLock()) {
      try {
        state = next(state, clock.instant());
      } finally {
        looking.unlock();
      }
    }
    return state.value;
  }

  private State<T> next(State<T> known, Instant now) {
    if (known.settled && FileStamp.of(path).equals(known.stamp)) {
      return new State<>(known.value, known.reading, known.stamp, true, now.toEpochMilli());
    }
    State<T> found = look(known.value, now);
    tell(found.reading, known.reading);
    return found;
  }

  /** The stamp is taken before the file is read: an edit between the two is seen the next time. */
  private State<T> look(T before, Instant now) {
    FileStamp stamp = FileStamp.of(path);
    Reading<T> reading = read();
    return reading instanceof Reading.Good<T> good
        ? new State<>(good.value(), good, stamp, stamp.isSettled(now), now.toEpochMilli())
        : new State<>(before, reading, stamp, false, now.toEpochMilli());
  }

  private Reading<T> read() {
    try {
      return Files.isRegularFile(path)
          ? parse(content())
          : broken(
              Files.exists(path) ? "is not a file" : "does not exist",
              "make it, or correct the path");
    } catch (CharacterCodingException wrong) {
      return broken("is not UTF-8", "save it as UTF-8");
    } catch (IOException wrong) {
      return broken(
          "cannot be read (" + wrong.getClass().getSimpleName() + ")",
          "let the user that the server runs as read it");
    }
  }

  private byte[] content() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(MOST_BYTES + 1);
    }
  }

  private Reading<T> parse(byte[] content) throws CharacterCodingException {
    if (content.length > MOST_BYTES) {
      return broken("has more than 1 MiB", "keep so many lines elsewhere");
    }
    String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    List<String> all =
        (text.startsWith("\ufeff") ? text.substring(1) : text).lines().toList();
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String line = all.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        lines.add(new Line(line, path.getFileName() + ":" + (i + 1)));
      }
    }
    return parser.parse(lines);
  }

  private static <T> Reading<T> broken(String found, String cure) {
    return new Reading.Broken<>(found, cure, List.of());
  }

  /** Says what is new, and says it once: a young file is read more often than it changes. */
  private void tell(Reading<T> reading, Reading<T> before) {
    if (reading instanceof Reading.Broken<T> broken && !broken.equals(before)) {
      log.accept(path + " " + broken.found() + ", so what it said before holds: " + broken.cure());
    }
    if (!reading.remarks().equals(before.remarks())) {
      reading.remarks().forEach(r -> log.accept(r.place() + ": " + r.found() + ": " + r.cure()));
    }
  }

  /** What is known; settled where the stamp would show the next edit, never where the file was broken. */
  private record State<T>(
      T value, Reading<T> reading, FileStamp stamp, boolean settled, long lookedAt) {}
}
