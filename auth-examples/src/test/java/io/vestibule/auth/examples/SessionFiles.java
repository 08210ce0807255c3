package io.vestibule.auth.examples;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;

/** A demo where people sign in on a page, and whose sessions outlive it. */
final class SessionFiles {
  private SessionFiles() {}

  /** Users ada and bob, and a configuration of this type whose store is at this address. */
  static Path write(Path folder, String type, String store) throws IOException {
    Files.writeString(
        folder.resolve("users.txt"),
        "ada:" + ConfigFiles.HASH + ":admin\nbob:" + ConfigFiles.HASH + "\n");
    return ConfigFiles.write(folder, """
        [authentication]
        type = %s
        users_file = users.txt
        [store]
        %s
        """.formatted(type, store));
  }

  /** Starts the demo on this port; 0 is any. */
  static DemoProcess start(Path config, int port) throws IOException {
    Path folder = config.toAbsolutePath().getParent();
    return DemoProcess.start(
        folder,
        "--port",
        Integer.toString(port),
        "--config",
        config.toAbsolutePath().toString());
  }

  /** What {@code doctor} says of this configuration, after the status. */
  static String doctor(Path config) throws Exception {
    Path file = config.toAbsolutePath();
    try (DemoProcess doctor =
        DemoProcess.start(file.getParent(), "doctor", "--config", file.toString())) {
      return doctor.status() + "\n" + doctor.out() + doctor.err();
    }
  }

  static int port(DemoProcess demo) throws InterruptedException, TimeoutException {
    return URI.create(demo.url()).getPort();
  }
}
