package io.vestibule.auth.digest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.internal.AuthParameters;
import io.vestibule.auth.internal.Characters;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client says behind {@code Digest} (RFC 7616, 3.4). Every text but the name and the realm is printable ASCII.
 *
 * @param username the name, or its hash where {@code userhash} says so
 * @param response the proof in small hexadecimal digits
 * @param qop {@code ""} where the client knows none (RFC 2069)
 * @param nc the count as sent, eight hexadecimal digits; {@code ""} without qop
 */
record DigestCredentials(
    String username,
    boolean userhash,
    String realm,
    String nonce,
    String uri,
    DigestVariant variant,
    String response,
    String opaque,
    String qop,
    String nc,
    String cnonce) {
  private static final int LONGEST = 16_384;

  /** It comes back in the answer, whose header has less room than the request's. */
  private static final int LONGEST_CNONCE = 256;

  private static final Characters NAME = Characters.of(c -> !Character.isISOControl(c));
  private static final Characters LATIN_1 = Characters.of(c -> c <= 0xff);
  private static final Characters QUOTABLE = Characters.VISIBLE.without("\"\\");

  /** Reads the parameters: what is missing, malformed, or said twice makes all of it unreadable. */
  static Optional<DigestCredentials> parse(String text) {
    return text.length() > LONGEST
        ? Optional.empty()
        : AuthParameters.parse(text).flatMap(DigestCredentials::read);
  }

  /** The count as a number. */
  long count() {
    return Long.parseLong(nc, 16);
  }

  private static Optional<DigestCredentials> read(AuthParameters from) {
    Optional<Boolean> userhash = userhash(from);
    Optional<String> username = username(from, userhash.orElse(false));
    Optional<DigestVariant> variant =
        DigestVariant.parse(from.get("algorithm").orElse(DigestAlgorithm.MD5.wireName()));
    Optional<String> response = variant.flatMap(v -> response(from, v.algorithm()));
    Optional<String> realm = from.get("realm");
    Optional<String> qop = from.get("qop");
    String nonce = plain(from, "nonce");
    String uri = plain(from, "uri");
    String nc = from.get("nc").orElse("");
    String cnonce = plain(from, "cnonce");
    if (cnonce.length() > LONGEST_CNONCE) {
      return Optional.empty();
    }
    boolean named = userhash.isPresent() && username.isPresent() && realm.isPresent();
    boolean proved = response.isPresent() && !nonce.isEmpty() && !uri.isEmpty();
    if (!named || !proved || isUnbound(qop, nc, cnonce, variant.orElseThrow().session())) {
      return Optional.empty();
    }
    return Optional.of(new DigestCredentials(
        username.get(),
        userhash.get(),
        realm.get(),
        nonce,
        uri,
        variant.orElseThrow(),
        response.get(),
        plain(from, "opaque"),
        qop.orElse("").toLowerCase(Locale.ROOT),
        nc,
        cnonce));
  }

  /** With qop there must be a count and a nonce of the client's own; -sess needs the latter anyway. */
  private static boolean isUnbound(
      Optional<String> qop, String nc, String cnonce, boolean session) {
    if (qop.isEmpty()) {
      return session && cnonce.isEmpty();
    }
    return qop.get().isEmpty() || cnonce.isEmpty() || !isCount(nc);
  }

  private static Optional<Boolean> userhash(AuthParameters from) {
    Optional<String> said = from.get("userhash");
    if (said.isEmpty() || said.get().equalsIgnoreCase("false")) {
      return Optional.of(false);
    }
    return said.get().equalsIgnoreCase("true") ? Optional.of(true) : Optional.empty();
  }

  /** RFC 7616, 3.4: one of the two names, and a hash is never encoded. */
  private static Optional<String> username(AuthParameters from, boolean userhash) {
    Optional<String> encoded = from.get("username*");
    Optional<String> plain = from.get("username");
    if (encoded.isPresent() == plain.isPresent() || (userhash && encoded.isPresent())) {
      return Optional.empty();
    }
    return encoded
        .flatMap(DigestCredentials::decoded)
        .or(() -> plain.map(DigestCredentials::utf8))
        .filter(name -> !name.isEmpty() && name.length() <= UsernamePassword.LONGEST_NAME)
        .filter(NAME::containAll)
        .map(DigestAlgorithm::nfc);
  }

  /** RFC 8187, 3.2.1: {@code UTF-8'language'percent-encoded}. */
  private static Optional<String> decoded(String value) {
    String[] parts = value.split("'", -1);
    if (parts.length != 3 || !parts[0].equalsIgnoreCase("UTF-8") || parts[2].contains("+")) {
      return Optional.empty();
    }
    try {
      String name = URLDecoder.decode(parts[2], UTF_8);
      return name.indexOf('\ufffd') < 0 ? Optional.of(name) : Optional.empty();
    } catch (IllegalArgumentException badEscape) {
      return Optional.empty();
    }
  }

  /** Containers hand on the bytes of a field as Latin-1; the challenge asks for UTF-8. */
  private static String utf8(String field) {
    if (Characters.ASCII.containAll(field) || !LATIN_1.containAll(field)) {
      return field;
    }
    byte[] bytes = field.getBytes(ISO_8859_1);
    String text = new String(bytes, UTF_8);
    return Arrays.equals(text.getBytes(UTF_8), bytes) ? text : field;
  }

  private static Optional<String> response(AuthParameters from, DigestAlgorithm algorithm) {
    return from.get("response")
        .filter(hex -> hex.length() == 2 * algorithm.bytes())
        .filter(Characters.HEX::containAll)
        .map(hex -> hex.toLowerCase(Locale.ROOT));
  }

  /** Empty for what is missing, too, and for what could not stand in quotation marks. */
  private static String plain(AuthParameters from, String name) {
    return from.get(name).filter(QUOTABLE::containAll).orElse("");
  }

  private static boolean isCount(String nc) {
    return nc.length() == 8 && Characters.HEX.containAll(nc) && !nc.equals("00000000");
  }
}
