package io.vestibule.auth.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** What the provider answers, or how it fails to. Immutable. */
record Reply(int status, Map<String, String> fields, String body, Delivery delivery) {
  private static final int HUGE = 64 * 1024 * 1024;

  /** How it gets to the client. */
  enum Delivery {
    WHOLE,
    /** After all patience. */
    LATE,
    /** The connection ends instead. */
    DROPPED,
    /** Blanks in front, 64 MB of them. */
    HUGE,
    /** A redirect to where the right answer is: whoever follows it gets it. */
    ELSEWHERE
  }

  static Reply json(int status, Map<String, Object> members) {
    Map<String, String> fields =
        Map.of("Content-Type", "application/json", "Cache-Control", "no-store");
    return new Reply(status, fields, Json.write(members), Delivery.WHOLE);
  }

  static Reply html(int status, String body) {
    return new Reply(
        status, Map.of("Content-Type", "text/html; charset=utf-8"), body, Delivery.WHOLE);
  }

  static Reply redirect(String location) {
    return new Reply(302, Map.of("Location", location), "", Delivery.WHOLE);
  }

  /** An error of OAuth (RFC 6749, 5.2). */
  static Reply error(int status, String error, String description) {
    return json(status, Map.of("error", error, "error_description", description));
  }

  Reply with(Delivery another) {
    return new Reply(status, fields, body, another);
  }

  Reply typed(String contentType) {
    return new Reply(status, Map.of("Content-Type", contentType), body, delivery);
  }

  /** Writes it, as the answer to a request for this target at this time. */
  void send(String target, String date, OutputStream out) throws IOException {
    switch (delivery) {
      case DROPPED -> {}
      case ELSEWHERE ->
        new Reply(307, Map.of("Location", FakeProvider.ELSEWHERE + target), "", Delivery.WHOLE)
            .send(target, date, out);
      case HUGE -> {
        byte[] blanks = " ".repeat(64 * 1024).getBytes(UTF_8);
        head(date, HUGE + body.getBytes(UTF_8).length, out);
        for (int sent = 0; sent < HUGE; sent += blanks.length) {
          out.write(blanks);
        }
        out.write(body.getBytes(UTF_8));
      }
      case WHOLE, LATE -> {
        head(date, body.getBytes(UTF_8).length, out);
        out.write(body.getBytes(UTF_8));
      }
    }
    out.flush();
  }

  private void head(String date, int length, OutputStream out) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " -\r\n");
    fields.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Date: " + date + "\r\nContent-Length: " + length + "\r\n");
    head.append("Connection: close\r\n\r\n");
    out.write(head.toString().getBytes(UTF_8));
  }
}
