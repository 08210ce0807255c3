package io.vestibule.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Settings;
import java.net.URLDecoder;
import java.util.Optional;

/** Finds the token of a request (RFC 6750, 2; RFC 9449, 7.1). Immutable. */
public final class TokenReader {
  /** Whether a token in the address is taken. */
  public static final Key INSECURE_IN_QUERY = Key.of(
          "insecure_token_in_query",
          Key.Type.FLAG,
          "Whether ?access_token= is taken, too, though addresses end up in logs and histories.",
          "no")
      .orElse("no");

  private static final String IN_QUERY = "access_token=";

  private final String header;

  private TokenReader(String header) {
    this.header = header;
  }

  /** Looks into the Authorization field, and for one in the query that should not be there. */
  public static TokenReader ofAuthorization() {
    return new TokenReader("");
  }

  /** Looks into this field, whose whole value is the token. */
  public static TokenReader of(String header) {
    return new TokenReader(header);
  }

  /** What {@link #INSECURE_IN_QUERY} says; that it says yes is a warning. */
  public static boolean insecureInQuery(Settings settings) {
    boolean taken = settings.flag(INSECURE_IN_QUERY.name());
    if (taken) {
      settings.warn(
          INSECURE_IN_QUERY.name(),
          "tokens are taken from the address, which servers and browsers write down",
          "send them in the Authorization field");
    }
    return taken;
  }

  /** The token; {@link PresentedToken#NONE} where there is none. */
  public PresentedToken read(AuthRequest request) {
    return header.isEmpty()
        ? authorized(request)
        : request
            .header(header)
            .map(value -> new PresentedToken(header, value.strip()))
            .orElse(PresentedToken.NONE);
  }

  private static PresentedToken authorized(AuthRequest request) {
    Optional<String> field = request.header("Authorization");
    if (field.isEmpty()) {
      return request.query().map(TokenReader::inQuery).orElse(PresentedToken.NONE);
    }
    String value = field.get();
    boolean bearer = value.regionMatches(true, 0, "Bearer ", 0, 7);
    if (!bearer && !value.regionMatches(true, 0, "DPoP ", 0, 5)) {
      return PresentedToken.NONE;
    }
    if (request.query().filter(query -> inQuery(query).isThere()).isPresent()) {
      return new PresentedToken(PresentedToken.AMBIGUOUS, "");
    }
    return bearer
        ? new PresentedToken("Bearer", value.substring(7).strip())
        : new PresentedToken("DPoP", value.substring(5).strip());
  }

  private static PresentedToken inQuery(String query) {
    int start = query.startsWith(IN_QUERY) ? 0 : query.indexOf("&" + IN_QUERY) + 1;
    if (start == 0 && !query.startsWith(IN_QUERY)) {
      return PresentedToken.NONE;
    }
    int end = query.indexOf('&', start);
    String value = query.substring(start + IN_QUERY.length(), end < 0 ? query.length() : end);
    return new PresentedToken(PresentedToken.QUERY, decoded(value));
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException badEscape) {
      return value;
    }
  }
}
