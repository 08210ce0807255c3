package io.vestibule.auth.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * HTTP/1.1 with one request for each connection, on the loopback address. The JDK's own server would do but for the
 * field Date, which it never lets be wrong. Thread-safe.
 */
final class Listener implements AutoCloseable {
  private static final int LONGEST_LINE = 64 * 1024;

  private final ServerSocket socket;
  private final Executor threads;
  private final Handler handler;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** What answers. */
  @FunctionalInterface
  interface Handler {
    void handle(Call call, String target, OutputStream out) throws IOException;
  }

  private Listener(ServerSocket socket, Executor threads, Handler handler) {
    this.socket = socket;
    this.threads = threads;
    this.handler = handler;
  }

  /** Listens on this port; 0 is any. */
  static Listener start(int port, Executor threads, Handler handler) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    Listener listener = new Listener(socket, threads, handler);
    threads.execute(listener::accept);
    return listener;
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        threads.execute(() -> serve(connection));
      } catch (IOException | RejectedExecutionException closed) {
        // The loop looks whether it was.
      }
    }
    ended.countDown();
  }

  /** A client that goes away in the middle is its own affair. */
  private void serve(Socket connection) {
    try (connection) {
      if (socket.isClosed()) {
        return;
      }
      InputStream in = new BufferedInputStream(connection.getInputStream());
      String[] request = line(in).split(" ", 3);
      if (request.length != 3) {
        return;
      }
      Map<String, String> fields = fields(in);
      byte[] body = in.readNBytes(Integer.parseInt(fields.getOrDefault("content-length", "0")));
      handler.handle(
          Call.of(request[0], request[1], fields, body), request[1], connection.getOutputStream());
    } catch (IOException | UncheckedIOException gone) {
      return;
    }
  }

  private static Map<String, String> fields(InputStream in) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] halves = line.split(":", 2);
      fields.put(halves[0].toLowerCase(Locale.ROOT), halves[halves.length - 1].strip());
    }
    return fields;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > LONGEST_LINE) {
        throw new EOFException("the request breaks off");
      }
      line.append(new String(new byte[] {(byte) c}, ISO_8859_1));
    }
    return line.toString().stripTrailing();
  }

  /** Whoever waits in accept() may still take a connection for a moment; nobody is answered after this. */
  @Override
  public void close() {
    try {
      socket.close();
      ended.await(10, TimeUnit.SECONDS);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
