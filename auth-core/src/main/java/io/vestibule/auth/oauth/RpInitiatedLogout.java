package io.vestibule.auth.oauth;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.oauth.Provider.Address;
import io.vestibule.auth.session.GuestSessions;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;

/**
 * Where a browser signs out at the provider, too (OpenID Connect RP-Initiated Logout 1.0, 2). The ID token by which the
 * provider knows the session was kept here. Thread-safe.
 */
record RpInitiatedLogout(
    Client client,
    ProviderEndpoints providerEndpoints,
    ProviderTokens providerTokens,
    String base) {
  /** Longer addresses are refused on the way. */
  private static final int LONGEST_HINT = 4_000;

  Optional<URI> address(AuthRequest request, GuestSessions.Visit visit) {
    return client.openid()
        ? providerEndpoints.address(Address.LOGOUT).map(end -> request(end, request, visit)
            .toURI())
        : Optional.empty();
  }

  private LogoutRequest request(URI end, AuthRequest request, GuestSessions.Visit visit) {
    URI back = URI.create(request.origin() + request.contextPath() + base + "/logout");
    return new LogoutRequest(
        end, hint(visit).orElse(null), null, new ClientID(client.id()), back, null, null);
  }

  private Optional<JWT> hint(GuestSessions.Visit visit) {
    try {
      String token = providerTokens
          .find(visit.session())
          .map(kept -> kept.idToken().reveal())
          .orElse("");
      return token.isEmpty() || token.length() > LONGEST_HINT
          ? Optional.empty()
          : Optional.of(SignedJWT.parse(token));
    } catch (ParseException unreadable) {
      return Optional.empty();
    }
  }
}
