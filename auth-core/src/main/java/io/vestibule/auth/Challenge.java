package io.vestibule.auth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** How a client could prove itself: a WWW-Authenticate field for a program, an address for a person. Immutable. */
public sealed interface Challenge {

  /** A challenge of this scheme; the parameters keep their order, and are quoted and escaped here. */
  static Challenge header(String scheme, Map<String, String> parameters) {
    return new Header(scheme, parameters);
  }

  /** A page where a person can sign in. */
  static Redirect redirect(URI location, Headers responseHeaders) {
    return new Redirect(location, responseHeaders, Redirect.SIGN_IN);
  }

  /** One WWW-Authenticate field (RFC 9110, 11.6.1). Rendered once: make it once where it never changes. */
  final class Header implements Challenge {
    /** RFC 7616, 3.3: these stand without quotes. */
    private static final Set<String> BARE = Set.of("algorithm", "stale", "userhash");

    private final String scheme;
    private final Map<String, String> parameters;
    private final Headers rendered;

    private Header(String scheme, Map<String, String> parameters) {
      this.scheme = scheme;
      this.parameters = new LinkedHashMap<>(parameters);
      this.rendered = Headers.of("WWW-Authenticate", render());
    }

    /** The scheme's name. */
    public String scheme() {
      return scheme;
    }

    /** The whole field. */
    public Headers field() {
      return rendered;
    }

    /** Whether it has this parameter. */
    boolean says(String parameter) {
      return parameters.containsKey(parameter);
    }

    /** The same challenge under another name, which no browser answers with a pop-up. */
    Header silent() {
      return new Header("X-" + scheme, parameters);
    }

    private String render() {
      StringJoiner joined = new StringJoiner(", ", scheme + " ", "").setEmptyValue(scheme);
      parameters.forEach(
          (name, value) -> joined.add(name + "=" + (BARE.contains(name) ? value : quoted(value))));
      return joined.toString();
    }

    private static String quoted(String value) {
      return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public String toString() {
      return rendered.fields().get(0).value();
    }
  }

  /**
   * A page where a person can sign in, and what the redirect to it carries.
   *
   * @param code why somebody must sign in, for programs: {@code sign-in-required}, {@code session-expired} or {@code
   *     session-revoked}
   */
  record Redirect(URI location, Headers responseHeaders, String code) implements Challenge {
    static final String SIGN_IN = "sign-in-required";

    /** The same, because of this. */
    public Redirect because(String why) {
      return new Redirect(location, responseHeaders, why);
    }

    /** The same for a program, which follows no redirect: where a person could sign in. */
    Headers field() {
      String page = location.getRawPath();
      return Headers.of("WWW-Authenticate", "Session login=\"" + page + "\"");
    }
  }
}
