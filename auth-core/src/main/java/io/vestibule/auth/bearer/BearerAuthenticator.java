package io.vestibule.auth.bearer;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.CredentialVerifier;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.Realm;
import java.util.List;
import java.util.Optional;

/**
 * Knows a client by a token that it shows as it is: behind {@code Bearer} (RFC 6750) or another scheme, or in a header
 * of its own such as {@code X-API-Key}. Thread-safe.
 *
 * <p>A token that is not known here is left to the others that read the same scheme; where nobody knows it, it is
 * refused. A header of its own has no other reader.
 */
public final class BearerAuthenticator implements Authenticator {
  private static final int LONGEST = 8192;
  private static final AuthResult UNKNOWN = AuthResult.rejected(Reason.INVALID, "unknown token");
  private static final AuthResult SEVERAL =
      AuthResult.rejected(Reason.AMBIGUOUS, "more than one token");

  private final Carrier carrier;
  private final CredentialVerifier<Secret> owners;
  private final Optional<Challenge> ask;
  private final Optional<Challenge> askAgain;

  BearerAuthenticator(Carrier carrier, CredentialVerifier<Secret> owners) {
    this.carrier = carrier;
    this.owners = owners;
    this.ask = Optional.of(carrier.challenge(false));
    this.askAgain = Optional.of(carrier.challenge(true));
  }

  /** Asks the host whose a {@code Bearer} token is. It is never asked about an empty one. */
  public static BearerAuthenticator of(String realm, CredentialVerifier<Secret> owners) {
    return ofScheme("Bearer", realm, owners);
  }

  /**
   * Asks the host about the tokens behind another scheme.
   *
   * @throws IllegalArgumentException when it cannot be a scheme or a realm, or is Basic or Digest
   */
  public static BearerAuthenticator ofScheme(
      String scheme, String realm, CredentialVerifier<Secret> owners) {
    check(Carrier.isScheme(scheme), scheme + " cannot be the scheme of a token");
    check(Realm.isUsable(realm), Realm.RULE);
    return new BearerAuthenticator(Carrier.authorization(scheme, realm), owners);
  }

  /**
   * Asks the host about the tokens in a header of their own.
   *
   * @throws IllegalArgumentException when it cannot be the name of such a header
   */
  public static BearerAuthenticator ofHeader(
      String header, String realm, CredentialVerifier<Secret> owners) {
    check(Carrier.isHeader(header), header + " cannot be the header of a token");
    check(Realm.isUsable(realm), Realm.RULE);
    return new BearerAuthenticator(
        new Carrier(BearerFactory.SCHEME_OF_HEADERS, Optional.of(header), realm), owners);
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    List<String> shown = carrier.shown(request);
    if (shown.size() > 1) {
      return SEVERAL;
    }
    return shown.isEmpty() ? AuthResult.notAttempted() : check(shown.get(0).strip());
  }

  private AuthResult check(String token) {
    Optional<Identity> owner = token.isEmpty() || token.length() > LONGEST
        ? Optional.empty()
        : owners.verify(Secret.of(token));
    return owner
        .map(AuthResult::authenticated)
        .orElseGet(() -> carrier.header().isPresent() ? UNKNOWN : AuthResult.notAttempted());
  }

  /** Whoever came with a token has proved all that it can prove. */
  @Override
  public Optional<Challenge> challenge(Need need) {
    if (need instanceof Need.StepUp more && more.identity().scheme().equals(carrier.authType())) {
      return Optional.empty();
    }
    boolean wrong = need instanceof Need.Retry && !carrier.shown(need.request()).isEmpty();
    return wrong ? askAgain : ask;
  }

  private static void check(boolean right, String message) {
    if (!right) {
      throw new IllegalArgumentException(message);
    }
  }
}
