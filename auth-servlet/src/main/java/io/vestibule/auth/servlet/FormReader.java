package io.vestibule.auth.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.Form;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a posted form (application/x-www-form-urlencoded) for an endpoint of ours. Not {@code getParameter}: that
 * would mix in the query, and takes any size.
 */
final class FormReader {
  private static final String MEDIA_TYPE = "application/x-www-form-urlencoded";
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_FIELDS = 100;

  private FormReader() {}

  /**
   * The fields; empty when something else was posted.
   *
   * @throws UncheckedIOException when the form is too large, malformed or cut short
   */
  static Form read(HttpServletRequest request) {
    if (!isForm(request)) {
      return Form.empty();
    }
    try {
      byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
      if (body.length > MAX_BYTES) {
        throw new IOException("the form is longer than " + MAX_BYTES + " bytes");
      }
      return parse(new String(body, ISO_8859_1));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean isForm(HttpServletRequest request) {
    String type = request.getContentType();
    return request.getMethod().equals("POST")
        && type != null
        && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(MEDIA_TYPE);
  }

  private static Form parse(String body) throws IOException {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    String[] pairs = body.split("&", MAX_FIELDS + 1);
    if (pairs.length > MAX_FIELDS) {
      throw new IOException("the form has more than " + MAX_FIELDS + " fields");
    }
    for (String pair : pairs) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = decode(equals < 0 ? "" : pair.substring(equals + 1));
        fields.computeIfAbsent(name, missing -> new ArrayList<>()).add(value);
      }
    }
    fields.replaceAll((name, values) -> List.copyOf(values));
    return new Form(fields);
  }

  /** Strict, unlike URLDecoder: a broken escape or broken UTF-8 is a fault, not another text. */
  private static String decode(String encoded) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        bytes.write(escaped(encoded, i));
        i += 2;
      } else {
        bytes.write(c == '+' ? ' ' : c);
      }
    }
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
  }

  private static int escaped(String encoded, int at) throws IOException {
    int high = at + 2 < encoded.length() ? Character.digit(encoded.charAt(at + 1), 16) : -1;
    int low = high < 0 ? -1 : Character.digit(encoded.charAt(at + 2), 16);
    if (low < 0) {
      throw new IOException("a broken escape in the form");
    }
    return high * 16 + low;
  }
}
