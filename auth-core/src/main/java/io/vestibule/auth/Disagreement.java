package io.vestibule.auth;

import io.vestibule.auth.internal.FoldedName;
import java.util.List;
import java.util.Optional;

/** Finds credentials in one request that name two users. */
final class Disagreement {
  private Disagreement() {}

  /**
   * The refusal, where another authenticator is shown credentials of another user. What they are worth does not matter,
   * so none of them is checked; and credentials that name no user, such as a token, never disagree.
   */
  static Optional<AuthResult.Rejected> find(
      List<Authenticators.Named> authenticators,
      Authenticators.Named speaker,
      String subject,
      AuthRequest request) {
    if (!(speaker.authenticator() instanceof NamesUser)) {
      return Optional.empty();
    }
    for (Authenticators.Named other : authenticators) {
      if (!other.name().equals(speaker.name())
          && other.authenticator() instanceof NamesUser names) {
        Optional<String> named = names.namedUser(request);
        if (named.isPresent() && !areOne(named.get(), subject)) {
          return Optional.of(refusal(speaker, subject, other, named.get(), names, request));
        }
      }
    }
    return Optional.empty();
  }

  /** Most directories know their users in any case: another spelling is no contradiction. */
  private static boolean areOne(String name, String other) {
    return name.equals(other) || FoldedName.of(name).equals(FoldedName.of(other));
  }

  private static AuthResult.Rejected refusal(
      Authenticators.Named speaker,
      String subject,
      Authenticators.Named other,
      String named,
      NamesUser names,
      AuthRequest request) {
    String detail = speaker.name() + " names " + subject + ", " + other.name() + " names " + named;
    Headers withdrawn = speaker.authenticator() instanceof NamesUser first
        ? first.withdraw(request).and(names.withdraw(request))
        : names.withdraw(request);
    return new AuthResult.Rejected(Reason.AMBIGUOUS, detail, withdrawn);
  }
}
