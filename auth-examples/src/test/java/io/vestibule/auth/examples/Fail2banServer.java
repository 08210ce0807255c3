package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real fail2ban server with the filter of our documentation; it notes whom it bans and touches no firewall. */
final class Fail2banServer implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Path folder;
  private final Process process;

  private Fail2banServer(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Reads this log from now on, and bans whoever stands in it three times. */
  static Fail2banServer start(Path folder, Path log) throws IOException {
    Files.createDirectories(folder.resolve("filter.d"));
    Files.createDirectories(folder.resolve("action.d"));
    filter(folder.resolve("filter.d/vestibule.conf"));
    Files.writeString(
        folder.resolve("action.d/note.conf"),
        "[Definition]\nactionban = echo <ip> >> " + folder.resolve("banned") + "\n");
    Files.writeString(folder.resolve("fail2ban.conf"), """
        [Definition]
        loglevel = INFO
        logtarget = %1$s/server.log
        syslogsocket = auto
        socket = %1$s/socket
        pidfile = %1$s/pid
        dbfile = None
        dbpurgeage = 1d
        dbmaxmatches = 10
        """.formatted(folder));
    Files.writeString(folder.resolve("jail.conf"), """
        [vestibule]
        enabled = true
        backend = polling
        logpath = %s
        logencoding = utf-8
        maxretry = 3
        findtime = 10m
        bantime = 1h
        ignoreself = false
        ignoreip =
        filter = vestibule
        action = note
        """.formatted(log));
    return new Fail2banServer(folder, run(folder, "fail2ban-server", "-f", "-x", "start"));
  }

  /** Writes the filter of our documentation. */
  static Path filter(Path file) throws IOException {
    Matcher block = Pattern.compile("```ini\n(\\[Definition].*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("../docs/fail2ban.md")));
    if (!block.find()) {
      throw new IllegalStateException("the page shows no filter");
    }
    return Files.writeString(file, block.group(1));
  }

  /** Waits until it has counted so many lines, and whoever has to be banned is. */
  List<String> bannedAfter(int counted) throws Exception {
    for (long i = 0; i < PATIENCE_SECONDS * 2; i++) {
      if (status().matches("(?s).*Total failed:\\s+" + counted + "\n.*") && isBanned()) {
        return Files.readAllLines(folder.resolve("banned"));
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    throw new TimeoutException(status() + Files.readString(folder.resolve("server.log")));
  }

  private boolean isBanned() {
    return Files.exists(folder.resolve("banned"));
  }

  private String status() throws IOException, InterruptedException {
    Process client = run(folder, "fail2ban-client", "status", "vestibule");
    String said = new String(client.getInputStream().readAllBytes(), UTF_8);
    client.waitFor();
    return said;
  }

  private static Process run(Path folder, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program, "-c", folder.toString()));
    command.addAll(List.of("-s", folder.resolve("socket").toString()));
    command.addAll(List.of("-p", folder.resolve("pid").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
