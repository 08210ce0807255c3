package io.vestibule.auth.digest;

import io.vestibule.auth.AuthRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is offered, and what of it a client may leave out. Immutable.
 *
 * @param variants what is offered, best first
 * @param userhash whether clients may send a hash of the name
 * @param withoutQop whether clients of RFC 2069 are let in, whose requests can be sent again while the nonce lives
 * @param uriWithoutQuery whether old browsers are let in that leave the query out of the proof
 * @param scheme the name under which it goes; Digest unless a page asks for the password itself
 */
record DigestPolicy(
    String realm,
    List<DigestVariant> variants,
    Duration nonceLifetime,
    boolean userhash,
    boolean withoutQop,
    boolean uriWithoutQuery,
    String scheme) {

  DigestPolicy {
    variants = variants.stream().distinct().sorted(DigestVariant.BEST_FIRST).toList();
  }

  /** Whether a nonce has lived half its life, so that the client should get the next one. */
  boolean isOld(Instant issued, Instant now) {
    return 2 * (now.toEpochMilli() - issued.toEpochMilli()) > nonceLifetime.toMillis();
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
    String path = relative(request, uri);
    String target = request.target();
    if (path.equals(target)) {
      return true;
    }
    int query = target.indexOf('?');
    return uriWithoutQuery && query >= 0 && path.equals(target.substring(0, query));
  }

  /** Only a client that goes through a proxy writes the whole address. */
  private static String relative(AuthRequest request, String uri) {
    if (uri.startsWith("/")) {
      return uri;
    }
    int end = request.origin().length();
    boolean ours = uri.regionMatches(true, 0, request.origin(), 0, end) && uri.startsWith("/", end);
    return ours ? uri.substring(end) : uri;
  }
}
