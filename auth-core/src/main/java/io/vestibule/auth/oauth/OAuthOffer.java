package io.vestibule.auth.oauth;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Identity;
import io.vestibule.auth.session.Guest;
import io.vestibule.auth.session.Reception;
import io.vestibule.auth.session.SignInOffer;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** A provider on the login page. Thread-safe. */
record OAuthOffer(
    Client client,
    Party party,
    Departure departure,
    Membership membership,
    Vault vault,
    Farewell farewell)
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
    return departure.address(request, returnTo, false);
  }

  @Override
  public Optional<Identity> vouch(Guest guest, Set<String> roles) {
    return membership.identity(guest, roles);
  }

  @Override
  public boolean isDegraded() {
    return party.failure().isPresent();
  }

  @Override
  public Optional<URI> farewell(AuthRequest request, Reception.Visit visit) {
    return farewell.address(request, visit);
  }

  @Override
  public void ended(Reception.Visit visit) {
    vault.forget(visit.session());
  }
}
