package io.vestibule.auth.oauth;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.NamesUser;
import io.vestibule.auth.Need;
import io.vestibule.auth.PasswordAuthenticator;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.session.BrowserSignIn;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Knows the sessions of those who came by one provider, and sends strangers there. Thread-safe.
 *
 * <p>It takes no password; but an application that signs somebody out signs them out here too.
 */
final class OAuthAuthenticator implements PasswordAuthenticator, NamesUser {
  private final Client client;
  private final AuthorizationRedirect authorizationRedirect;
  private final BrowserSignIn signIn;
  private final List<Endpoint> callbacks;

  OAuthAuthenticator(
      Client client,
      AuthorizationRedirect authorizationRedirect,
      BrowserSignIn signIn,
      List<Endpoint> callbacks) {
    this.client = client;
    this.authorizationRedirect = authorizationRedirect;
    this.signIn = signIn;
    this.callbacks = List.copyOf(callbacks);
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    return signIn.authenticate(request, client.name());
  }

  /**
   * Whoever is known and must prove it again does so at the provider that knows them; whose session began by another way
   * is led by that one.
   */
  @Override
  public Optional<Challenge> challenge(Need need) {
    AuthRequest request = need.request();
    if (need instanceof Need.StepUp && !isKnownHere(request) && signIn.isSignedIn(request)) {
      return Optional.empty();
    }
    return Optional.of(
        need instanceof Need.StepUp more && isKnownHere(request)
            ? Challenge.redirect(
                authorizationRedirect.address(request, signIn.page(request), again(more)),
                Headers.none())
            : signIn.challenge(request));
  }

  private boolean isKnownHere(AuthRequest request) {
    return signIn
        .guests()
        .visit(request)
        .filter(visit -> visit.guest().provider().equals(client.name()))
        .isPresent();
  }

  /** Whether what they proved the last time would do if it were proved now; else a factor is missing. */
  private static Again again(Need.StepUp more) {
    return more.attainableBy(more.identity().methods()) ? Again.IDENTITY : Again.FACTORS;
  }

  @Override
  public List<Endpoint> endpoints() {
    return Stream.of(signIn.endpoints(), callbacks, List.of(authorizationRedirect.endpoint()))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public Optional<String> namedUser(AuthRequest request) {
    return signIn.named(request, client.name());
  }

  /** A session that somebody in front contradicts would contradict the next request too. */
  @Override
  public Headers withdraw(AuthRequest request) {
    return signIn.leave(request);
  }

  @Override
  public AuthResult login(AuthRequest request, UsernamePassword credentials) {
    return AuthResult.notAttempted();
  }

  @Override
  public Headers logout(AuthRequest request) {
    return signIn.leave(request);
  }

  @Override
  public Optional<Identity> find(String username) {
    return Optional.empty();
  }
}
