package io.vestibule.auth.digest;

import io.vestibule.auth.AuthRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is offered, and what of it a client may leave out. Immutable.
 *
 * @param variants what is offered, best first
 * @param userhash whether clients may send a hash of the name
 * @param withoutQop whether clients of RFC 2069 are let in, whose requests can be sent again while the nonce lives
 * @param uriWithoutQuery whether old browsers are let in that leave the query out of the proof
 */
record DigestPolicy(
    String realm,
    List<DigestVariant> variants,
    Duration nonceLifetime,
    boolean userhash,
    boolean withoutQop,
    boolean uriWithoutQuery) {

  DigestPolicy {
    variants = variants.stream().distinct().sorted(DigestVariant.BEST_FIRST).toList();
  }

  /** What is not as it was offered; empty where everything is. */
  Optional<String> misfit(AuthRequest request, DigestCredentials shown) {
    if (!variants.contains(shown.variant())) {
      return Optional.of("the algorithm was not offered");
    }
    if (shown.userhash() && !userhash) {
      return Optional.of("userhash was not offered");
    }
    if (!shown.qop().equals("auth") && !(shown.qop().isEmpty() && withoutQop)) {
      return Optional.of(shown.qop().isEmpty() ? "without qop" : "the qop was not offered");
    }
    return fits(request, shown.uri()) ? Optional.empty() : Optional.of("made for another uri");
  }

  /** RFC 7616, 3.4.6: it must name the same resource as the request. */
  private boolean fits(AuthRequest request, String uri) {
    String path = relative(request.origin(), uri);
    String target = request.target();
    if (path.equals(target)) {
      return true;
    }
    int query = target.indexOf('?');
    return uriWithoutQuery && query >= 0 && path.equals(target.substring(0, query));
  }

  private static String relative(String origin, String uri) {
    boolean absolute = uri.toLowerCase(Locale.ROOT).startsWith(origin.toLowerCase(Locale.ROOT))
        && uri.startsWith("/", origin.length());
    return absolute ? uri.substring(origin.length()) : uri;
  }
}
