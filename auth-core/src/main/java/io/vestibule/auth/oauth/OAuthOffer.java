package io.vestibule.auth.oauth;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Identity;
import io.vestibule.auth.session.Guest;
import io.vestibule.auth.session.GuestSessions;
import io.vestibule.auth.session.SignInOffer;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** A provider on the login page. Thread-safe. */
record OAuthOffer(
    Client client,
    ProviderEndpoints providerEndpoints,
    AuthorizationRedirect authorizationRedirect,
    AccountLinking accountLinking,
    ProviderTokens providerTokens,
    RpInitiatedLogout rpInitiatedLogout)
    implements SignInOffer {

  @Override
  public String name() {
    return client.name();
  }

  @Override
  public String label() {
    return client.label();
  }

  @Override
  public String icon() {
    return client.icon();
  }

  @Override
  public URI start(AuthRequest request, String returnTo) {
    return authorizationRedirect.address(request, returnTo, Again.NOTHING);
  }

  @Override
  public Optional<Identity> vouch(Guest guest, Set<String> roles) {
    return accountLinking.identity(guest, roles);
  }

  @Override
  public boolean isDegraded() {
    return providerEndpoints.failure().isPresent();
  }

  @Override
  public Optional<URI> rpInitiatedLogout(AuthRequest request, GuestSessions.Visit visit) {
    return rpInitiatedLogout.address(request, visit);
  }

  @Override
  public void ended(GuestSessions.Visit visit) {
    providerTokens.forget(visit.session());
  }
}
