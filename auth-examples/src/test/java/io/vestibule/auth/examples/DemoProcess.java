package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** The finished demo jar, run as a process of its own. */
public final class DemoProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target/auth-examples.jar").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 120;
  private static final String SET_UP = "Set up the first administrator within 30 minutes: ";
  private static final String READY = "Listening on ";

  private final Process process;
  private final Lines out;
  private final Lines err;

  private DemoProcess(Process process) {
    this.process = process;
    this.out = Lines.of(process.inputReader(UTF_8));
    this.err = Lines.of(new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8)));
  }

  /** Starts it in this folder. */
  public static DemoProcess start(Path folder, String... arguments) throws IOException {
    return start(folder, List.of(), List.of(arguments));
  }

  /** The same with a folder of its own for what is temporary, which is made. */
  public static DemoProcess startIn(Path folder, Path temporary, String... arguments)
      throws IOException {
    Files.createDirectories(temporary);
    return start(folder, List.of("-Djava.io.tmpdir=" + temporary), List.of(arguments));
  }

  /** The same of the classes as they were compiled, logging all that the library has to say. */
  public static DemoProcess traced(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        "-Dorg.slf4j.simpleLogger.log.io.vestibule=trace",
        "-Dfile.encoding=UTF-8",
        "-cp",
        System.getProperty("java.class.path"),
        "io.vestibule.auth.examples.demo.Demo"));
    command.addAll(List.of(arguments));
    return started(folder, command);
  }

  private static DemoProcess start(Path folder, List<String> forJava, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(forJava);
    command.addAll(List.of("-Dfile.encoding=UTF-8", "-jar", JAR.toString()));
    command.addAll(arguments);
    return started(folder, command);
  }

  private static DemoProcess started(Path folder, List<String> forJava) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(forJava);
    ProcessBuilder demo = new ProcessBuilder(command).directory(folder.toFile());
    // With it set, the JVM adds a line of its own to what the demo says.
    demo.environment().remove("JAVA_TOOL_OPTIONS");
    return new DemoProcess(demo.start());
  }

  /** Waits until it answers, and gives the address that it printed. */
  public String url() throws InterruptedException, TimeoutException {
    return out.await(READY).substring(READY.length());
  }

  /** Waits until it has printed a line that begins so on its standard output, and gives the line. */
  public String line(String start) throws InterruptedException, TimeoutException {
    return out.await(start);
  }

  /** Waits until it has printed a line that ends so on its standard output. */
  public void awaitEnd(String end) throws InterruptedException, TimeoutException {
    out.await("ends with \"" + end + '"', line -> line.endsWith(end));
  }

  /** Waits for the link by which the first administrator is made. */
  public String setUpLink() throws InterruptedException, TimeoutException {
    return out.await(SET_UP).substring(SET_UP.length());
  }

  /** What a program sees that sends requests to it. */
  public Client client() throws InterruptedException, TimeoutException {
    return Client.of(url());
  }

  /** Types a line. */
  public void type(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** Ends its input, waits until it ends by itself, and gives the exit status. */
  public int status() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still runs: " + out() + err());
    }
    return process.exitValue();
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** What it has printed on its standard output. */
  public String out() {
    return out.all();
  }

  /** What it has printed on its standard error. */
  public String err() {
    return err.all();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** The lines that a process prints, gathered by a thread of their own. */
  private static final class Lines {
    private final StringBuilder gathered = new StringBuilder();
    private boolean ended;

    static Lines of(BufferedReader reader) {
      Lines lines = new Lines();
      Thread thread = new Thread(() -> lines.gather(reader), "lines of the demo");
      thread.setDaemon(true);
      thread.start();
      return lines;
    }

    private void gather(BufferedReader reader) {
      try (reader) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          add(line);
        }
      } catch (IOException closed) {
        throw new UncheckedIOException(closed);
      } finally {
        end();
      }
    }

    private synchronized void add(String line) {
      gathered.append(line).append('\n');
      notifyAll();
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    String await(String start) throws InterruptedException, TimeoutException {
      return await("begins with \"" + start + '"', line -> line.startsWith(start));
    }

    synchronized String await(String what, Predicate<String> wanted)
        throws InterruptedException, TimeoutException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (true) {
        Optional<String> found = gathered.toString().lines().filter(wanted).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (ended || left <= 0) {
          throw new TimeoutException("no line " + what + " in:\n" + gathered);
        }
        wait(left);
      }
    }

    synchronized String all() {
      return gathered.toString();
    }
  }
}
