package io.vestibule.auth.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.Form;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of an address, read and written. */
final class Query {
  private static final int MOST = 50;

  private Query() {}

  /** The parameters of a query; none where one of them cannot be read. */
  static Form read(String query) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    try {
      for (String pair : query.split("&", MOST)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          String name = URLDecoder.decode(pair.substring(0, equals), UTF_8);
          String value = URLDecoder.decode(pair.substring(equals + 1), UTF_8);
          fields.computeIfAbsent(name, missing -> new ArrayList<>()).add(value);
        }
      }
    } catch (IllegalArgumentException badEscape) {
      return Form.empty();
    }
    return new Form(fields);
  }

  /** The address with these parameters behind those that it has; empty ones are left out. */
  static String with(String address, Map<String, String> parameters) {
    StringBuilder with = new StringBuilder(address);
    parameters.forEach((name, value) -> {
      if (!value.isEmpty()) {
        with.append(with.indexOf("?") < 0 ? '?' : '&')
            .append(name)
            .append('=')
            .append(URLEncoder.encode(value, UTF_8).replace("+", "%20"));
      }
    });
    return with.toString();
  }
}
