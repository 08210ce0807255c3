package io.vestibule.auth.examples.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An answer to a request that was written by hand: no client library sends what somebody forges. */
record Raw(String text) {

  /** Asks from this address: loopback has many, and only one of them is the proxy's. */
  static Raw get(String from, int port, String target, String... fields) throws IOException {
    return send(from, port, "GET", target, "", fields);
  }

  static Raw send(
      String from, int port, String method, String target, String body, String... fields)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    if (List.of(fields).stream().noneMatch(field -> field.startsWith("Host:"))) {
      head.append("Host: localhost\r\n");
    }
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    if (!method.equals("GET")) {
      head.append("Content-Length: ").append(body.getBytes(UTF_8).length).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
      socket.getOutputStream().write(body.getBytes(UTF_8));
      return new Raw(new String(socket.getInputStream().readAllBytes(), UTF_8));
    }
  }

  int status() {
    return Integer.parseInt(text.substring(9, 12));
  }

  Optional<String> field(String name) {
    return fields(name).stream().findFirst();
  }

  List<String> fields(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return text.split("\r\n\r\n", 2)[0]
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .toList();
  }

  String body() {
    return text.split("\r\n\r\n", 2)[1];
  }
}
