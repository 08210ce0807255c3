package io.vestibule.auth.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * Keeps what is logged until it is closed; nothing of it is printed. No test runs beside another, so no line is
 * somebody else's.
 */
public final class Logged implements AutoCloseable {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Logged() {
    System.setErr(new PrintStream(printed, true, UTF_8));
  }

  /** From now on. */
  public static Logged start() {
    return new Logged();
  }

  /** The lines that are logged meanwhile. */
  public static List<String> by(Runnable action) {
    try (Logged logged = start()) {
      action.run();
      return logged.lines();
    }
  }

  /** The same, of those that hold these words. */
  public static List<String> by(Runnable action, String words) {
    return by(action).stream().filter(line -> line.contains(words)).toList();
  }

  /** What was logged so far. */
  public String text() {
    return printed.toString(UTF_8);
  }

  /** The same, line by line. */
  public List<String> lines() {
    return text().lines().toList();
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
