package io.vestibule.auth.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Form;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a posted form, or a JSON object that says the same, for an endpoint of ours. Not {@code getParameter}: that
 * would mix in the query, and takes any size.
 */
final class FormReader {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_FIELDS = 100;

  private FormReader() {}

  /**
   * The fields; empty when something else was posted.
   *
   * @throws UncheckedIOException when the form is too large, malformed or cut short
   */
  static Form read(HttpServletRequest request) {
    if (!isReadable(request)) {
      return Form.empty();
    }
    String type = mediaType(request);
    try {
      byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
      if (body.length > MAX_BYTES) {
        throw new IOException("the form is longer than " + MAX_BYTES + " bytes");
      }
      if (body.length == 0 && request.getMethod().equals("DELETE")) {
        return Form.empty();
      }
      return type.equals(FORM)
          ? parse(new String(body, ISO_8859_1))
          : parseJson(UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Whether what was sent is of a kind that is read. */
  static boolean isReadable(HttpServletRequest request) {
    String type = mediaType(request);
    return type.equals(FORM) || type.equals(JSON);
  }

  private static String mediaType(HttpServletRequest request) {
    String type = request.getContentType();
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** A JSON object says the same as a form: plain members, and arrays of them. What is null has no value. */
  private static Form parseJson(String body) throws IOException {
    if (!body.stripLeading().startsWith("{")) {
      throw new IOException("no JSON object");
    }
    try {
      Map<String, List<String>> fields = new LinkedHashMap<>();
      for (Map.Entry<String, Object> member : JSONObjectUtils.parse(body).entrySet()) {
        Object value = member.getValue();
        fields.put(member.getKey(), value == null ? List.of() : values(value));
      }
      return new Form(fields);
    } catch (ParseException malformed) {
      throw new IOException("no JSON object", malformed);
    }
  }

  /** What is neither is refused, not left out: a limit that was written wrongly must not count as none. */
  private static List<String> values(Object value) throws IOException {
    List<?> elements = value instanceof List<?> list ? list : List.of(value);
    List<String> values = new ArrayList<>();
    for (Object element : elements) {
      if (!(element instanceof String || element instanceof Number || element instanceof Boolean)) {
        throw new IOException("a member of the JSON object is neither plain nor a list");
      }
      values.add(element.toString());
    }
    return values;
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
