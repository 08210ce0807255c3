package io.vestibule.auth.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Speaks HTTP/1.1 over a bare socket, because no client library sends what an attacker would. */
final class Wire {
  private Wire() {}

  static Answer send(int port, String method, String target, String... fields) throws IOException {
    return send(port, method, target, new byte[0], fields);
  }

  static Answer send(int port, String method, String target, byte[] body, String... fields)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    head.append("Connection: close\r\n");
    if (Arrays.stream(fields).noneMatch(field -> field.startsWith("Host:"))) {
      head.append("Host: localhost:").append(port).append("\r\n");
    }
    Arrays.stream(fields).forEach(field -> head.append(field).append("\r\n"));
    if (body.length > 0 || method.equals("POST")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
      upload(body, out);
      return parse(socket.getInputStream());
    }
  }

  /** As every client does: who is refused before the upload is through can still read why. */
  private static void upload(byte[] body, OutputStream out) {
    try {
      out.write(body);
      out.flush();
    } catch (IOException closed) {
      // The answer is there.
    }
  }

  private static Answer parse(InputStream in) throws IOException {
    byte[] all = in.readAllBytes();
    String text = new String(all, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("no answer: " + text);
    }
    List<String> lines = List.of(text.substring(0, end).split("\r\n"));
    int status = Integer.parseInt(lines.get(0).substring(9, 12));
    String body = new String(all, end + 4, all.length - end - 4, UTF_8);
    return new Answer(status, lines.subList(1, lines.size()), body);
  }

  /** What came back; the body of a chunked answer is as it was on the wire. */
  record Answer(int status, List<String> fields, String body) {

    List<String> all(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return fields.stream()
          .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
          .map(field -> field.substring(start.length()).strip())
          .toList();
    }

    Optional<String> first(String name) {
      return all(name).stream().findFirst();
    }
  }
}
