package io.vestibule.auth;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Those who are asked who it is, in their order. Immutable. */
final class Authenticators {
  private static final LoginResult NO_PASSWORDS = new LoginResult.Refused(
      new AuthResult.Rejected(Reason.INVALID, "nobody here takes passwords"));
  private static final LoginResult TOO_LONG = new LoginResult.Refused(
      new AuthResult.Rejected(Reason.INVALID, "the name or the password is too long for one"));
  private static final String AUTHORIZATION = "Authorization";

  private final List<Named> all;
  private final Named[] inTurn;
  private final boolean severalName;

  Authenticators(List<Named> all) {
    this.all = List.copyOf(all);
    this.inTurn = all.toArray(Named[]::new);
    this.severalName = thatAre(NamesUser.class).size() > 1;
  }

  /**
   * The first that knows its kind of credentials has the last word, unless the Authorization field says something else
   * that is wrong.
   */
  Proof identify(AuthRequest request, Requirement requirement) {
    for (Named named : inTurn) {
      if (!named.isReachable(requirement)) {
        continue;
      }
      AuthResult result = named.authenticator().authenticate(request);
      if (!(result instanceof AuthResult.NotAttempted)) {
        return request.header(AUTHORIZATION).isEmpty()
            ? new Proof(agreed(request, named, result), named.name())
            : besideAuthorization(request, requirement, named, result);
      }
    }
    return isUnrecognised(request, requirement) ? Proof.UNRECOGNISED : Proof.NONE;
  }

  private Proof besideAuthorization(
      AuthRequest request, Requirement requirement, Named speaker, AuthResult result) {
    AuthResult agreed = request.headers(AUTHORIZATION).size() > 1
        ? AuthResult.rejected(Reason.AMBIGUOUS, "more than one Authorization field")
        : agreed(request, speaker, result);
    Proof proof = new Proof(agreed, speaker.name());
    return agreed instanceof AuthResult.Authenticated proved
        ? StrayAuthorization.find(
                reachable(requirement), speaker, proved.identity(), request, requirement)
            .orElse(proof)
        : proof;
  }

  private List<Named> reachable(Requirement requirement) {
    return all.stream().filter(named -> named.isReachable(requirement)).toList();
  }

  /** Whoever shows credentials of two users means one of them at most, and nobody here guesses which. */
  private AuthResult agreed(AuthRequest request, Named speaker, AuthResult result) {
    if (!severalName || !(result instanceof AuthResult.Authenticated proved)) {
      return result;
    }
    return Disagreement.find(all, speaker, proved.identity().subject(), request)
        .<AuthResult>map(rejected -> rejected)
        .orElse(result);
  }

  /** Credentials in a scheme that we ask for were meant for us: that nobody knows them does not make them absent. */
  private boolean isUnrecognised(AuthRequest request, Requirement requirement) {
    return request
        .header(AUTHORIZATION)
        .map(StrayAuthorization::scheme)
        .filter(scheme ->
            StrayAuthorization.isAskedFor(offers(new Need.SignIn(request, requirement)), scheme))
        .isPresent();
  }

  /** Every way that could help. */
  List<Challenge> offers(Need need) {
    return reachable(need.requirement()).stream()
        .flatMap(named -> named.authenticator().challenges(need).stream())
        .toList();
  }

  /** Whether a person could sign in on a page, be it to become somebody else. */
  boolean haveSignInPage(Need need) {
    return all.stream().anyMatch(named -> named.authenticator().challenges(need).stream()
        .anyMatch(Challenge.Redirect.class::isInstance));
  }

  /** What a program is told to be wrong with what it showed (RFC 6750, 3.1); empty where nobody says so. */
  Optional<Challenge.Header> complaint(Need need) {
    return all.stream()
        .flatMap(named -> named.authenticator().challenge(need).stream())
        .filter(Challenge.Header.class::isInstance)
        .map(Challenge.Header.class::cast)
        .filter(header -> header.says("error"))
        .findFirst();
  }

  /** Another one is asked only where the one before takes no passwords: a second try would count as one. */
  LoginResult login(AuthRequest request, UsernamePassword credentials) {
    if (credentials.areTooLong()) {
      return TOO_LONG;
    }
    for (PasswordWay way : passwordWays(credentials.username())) {
      AuthResult result = way.passwords.login(request, credentials);
      if (result instanceof AuthResult.Authenticated proved) {
        return new LoginResult.Admitted(
            new Decision.Admit(proved.identity(), way.name, proved.responseHeaders()));
      }
      if (result instanceof AuthResult.Rejected rejected) {
        return new LoginResult.Refused(rejected);
      }
    }
    return NO_PASSWORDS;
  }

  /**
   * Those who have a user of this name come first, and of these whose sign-in lasts. A way that is alone is not asked whom
   * it knows: how long that takes would tell.
   */
  private List<PasswordWay> passwordWays(String username) {
    List<PasswordWay> ways =
        all.stream().flatMap(named -> PasswordWay.of(named).stream()).toList();
    if (ways.size() < 2) {
      return ways;
    }
    Map<Boolean, List<PasswordWay>> byStranger = ways.stream()
        .sorted(Comparator.comparing(PasswordWay::forgets))
        .collect(Collectors.partitioningBy(way -> way.isStranger(username)));
    return Stream.of(false, true)
        .flatMap(stranger -> byStranger.getOrDefault(stranger, List.of()).stream())
        .toList();
  }

  private record PasswordWay(String name, PasswordAuthenticator passwords) {
    static Optional<PasswordWay> of(Named named) {
      return named.authenticator() instanceof PasswordAuthenticator passwords
          ? Optional.of(new PasswordWay(named.name(), passwords))
          : Optional.empty();
    }

    boolean isStranger(String username) {
      return passwords.find(username).isEmpty();
    }

    boolean forgets() {
      return !passwords.keepsSignIn();
    }
  }

  /** What the response carries to end what each of them began. */
  Headers logout(AuthRequest request) {
    return thatAre(PasswordAuthenticator.class).stream()
        .map(passwords -> passwords.logout(request))
        .reduce(Headers.none(), Headers::and);
  }

  /** Those of this kind. */
  <T> List<T> thatAre(Class<T> kind) {
    return authenticators().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<Endpoint> endpoints() {
    return authenticators()
        .flatMap(authenticator -> authenticator.endpoints().stream())
        .toList();
  }

  private Stream<Authenticator> authenticators() {
    return all.stream().map(Named::authenticator);
  }

  /** An authenticator and the name that {@code type} and {@code via:} know it by. */
  record Named(String name, Authenticator authenticator) {

    /** Whether it could satisfy what is required. */
    boolean isReachable(Requirement requirement) {
      return !(requirement instanceof Requirement.Demands demands)
          || demands.access().reachableBy(name);
    }
  }
}
