package io.vestibule.auth.examples.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Opens a WebSocket by hand, because a client library neither picks its address nor forges what it sends. */
final class WebSocketWire {
  /** How what /ws/me says begins. */
  private static final String MESSAGE = "\"name\":";

  private WebSocketWire() {}

  /** The handshake, and the first frame as it is on the wire: a server masks nothing (RFC 6455, 5.1). */
  static String open(String from, int port, String target, String... fields) throws IOException {
    StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost:" + port
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
      return answer(socket);
    }
  }

  private static String answer(Socket socket) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] part = new byte[4_096];
    int length = 0;
    while (length >= 0 && !isWhole(read.toString(ISO_8859_1))) {
      length = socket.getInputStream().read(part);
      read.write(part, 0, Math.max(0, length));
    }
    return read.toString(ISO_8859_1);
  }

  /** A refusal has said all with its head; whoever is let in gets the message. */
  private static boolean isWhole(String answer) {
    return answer.startsWith("HTTP/1.1 101")
        ? answer.contains(MESSAGE)
        : answer.contains("\r\n\r\n");
  }
}
