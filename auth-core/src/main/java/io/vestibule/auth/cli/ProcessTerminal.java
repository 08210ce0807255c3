package io.vestibule.auth.cli;

import io.vestibule.auth.Secret;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The terminal of this process. */
final class ProcessTerminal implements Terminal {
  private static final int MAX_LINE = 8 * 1024;
  private static final Path STDIN = Path.of("/proc/self/fd/0");

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  ProcessTerminal(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  @Override
  public void out(String line) {
    out.println(line);
  }

  @Override
  public void err(String line) {
    err.println(line);
  }

  @Override
  public boolean interactive() {
    return console().isPresent();
  }

  @Override
  public Optional<Secret> ask(String prompt) {
    return console()
        .map(console -> console.readPassword("%s", prompt))
        .map(typed -> Secret.of(new String(typed)));
  }

  @Override
  public Optional<Secret> line() {
    if (wouldEcho()) {
      throw new UsageException(
          "what you type would show; send it through a pipe, or do not redirect the output");
    }
    try {
      return readLine();
    } catch (CharacterCodingException notUtf8) {
      throw new UsageException("the line on standard input is not UTF-8");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public Map<String, String> environment() {
    return System.getenv();
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  private Optional<Secret> readLine() throws IOException {
    byte[] line = new byte[MAX_LINE];
    int length = 0;
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n') {
      if (length == MAX_LINE) {
        throw new UsageException("the line on standard input is too long");
      }
      line[length++] = (byte) next;
      next = in.read();
    }
    boolean dos = length > 0 && line[length - 1] == '\r';
    ByteBuffer bytes = ByteBuffer.wrap(line, 0, dos ? length - 1 : length);
    return Optional.of(
        Secret.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString()));
  }

  /** Java has no console once the output goes elsewhere, and then cannot switch off the echo. */
  private static boolean wouldEcho() {
    try {
      return STDIN.toRealPath().startsWith("/dev/pts") || STDIN.toRealPath().startsWith("/dev/tty");
    } catch (IOException notLinux) {
      return false;
    }
  }

  /** Up to Java 21 there is one only where a person sits; from 22 on it says itself whether one does. */
  @SuppressWarnings("SystemConsoleNull")
  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(ProcessTerminal::isTerminal);
  }

  private static boolean isTerminal(Console console) {
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }
}
