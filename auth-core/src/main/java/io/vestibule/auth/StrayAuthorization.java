package io.vestibule.auth;

import java.util.List;
import java.util.Optional;

/**
 * Finds an Authorization field that is wrong beside other credentials which are right, such as a cookie. In a scheme that
 * we ask for it was meant for us, and whoever shows us a wrong token is refused, in whatever order we look.
 */
final class StrayAuthorization {
  private StrayAuthorization() {}

  /**
   * The refusal; empty where the field proved who it is, is right as well, or is in a scheme that nobody asks for. A name
   * and a password are none of this: they are compared by name alone ({@link Disagreement}).
   *
   * @param reachable whoever may be asked, in order
   * @param speaker who was the first among them to know credentials in this request
   */
  static Optional<Proof> find(
      List<Authenticators.Named> reachable,
      Authenticators.Named speaker,
      Identity proved,
      AuthRequest request,
      Requirement requirement) {
    String scheme =
        request.header("Authorization").map(StrayAuthorization::scheme).orElse("");
    if (scheme.equalsIgnoreCase(proved.scheme())) {
      return Optional.empty();
    }
    Need need = new Need.SignIn(request, requirement);
    List<Challenge> offers = reachable.stream()
        .filter(named -> !isByName(named))
        .flatMap(named -> named.authenticator().challenges(need).stream())
        .toList();
    return isAskedFor(offers, scheme) && !isProofOf(speaker, request)
        ? judged(reachable.subList(reachable.indexOf(speaker) + 1, reachable.size()), request)
        : Optional.empty();
  }

  /** The first word of an Authorization field (RFC 9110, 11.6.2). */
  static String scheme(String field) {
    return field.split(" ", 2)[0];
  }

  /** Whether one of these asks for credentials in this scheme. */
  static boolean isAskedFor(List<Challenge> offers, String scheme) {
    return offers.stream()
        .anyMatch(offer ->
            offer instanceof Challenge.Header header && header.scheme().equalsIgnoreCase(scheme));
  }

  /** Whether the speaker has nothing to say without the field. */
  private static boolean isProofOf(Authenticators.Named speaker, AuthRequest request) {
    return speaker.authenticator().authenticate(new WithoutAuthorization(request))
        instanceof AuthResult.NotAttempted;
  }

  /** What those say of the field who have not been asked yet; whoever was has passed it over. */
  private static Optional<Proof> judged(List<Authenticators.Named> later, AuthRequest request) {
    for (Authenticators.Named named : later) {
      AuthResult result =
          isByName(named) ? AuthResult.notAttempted() : named.authenticator().authenticate(request);
      if (result instanceof AuthResult.Authenticated) {
        return Optional.empty();
      }
      if (result instanceof AuthResult.Rejected) {
        return Optional.of(new Proof(result, named.name()));
      }
    }
    return Optional.of(Proof.UNRECOGNISED);
  }

  private static boolean isByName(Authenticators.Named named) {
    return named.authenticator() instanceof NamesUser;
  }
}
