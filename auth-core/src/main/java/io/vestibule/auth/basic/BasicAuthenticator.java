package io.vestibule.auth.basic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.CredentialVerifier;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.PasswordAuthenticator;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * HTTP Basic: a name and a password with every request (RFC 7617), so there is nothing that {@code
 * logout} could end. Thread-safe.
 */
public final class BasicAuthenticator implements PasswordAuthenticator {
  /** What {@code HttpServletRequest.BASIC_AUTH} says. */
  static final String SCHEME = "BASIC";

  private static final int LONGEST = 8192;
  private static final AuthResult UNREADABLE = AuthResult.rejected(Reason.MALFORMED, "unreadable");

  private final Optional<Challenge> challenge;
  private final CredentialVerifier<UsernamePassword> verifier;
  private final Function<String, Optional<Identity>> users;

  BasicAuthenticator(
      String realm,
      CredentialVerifier<UsernamePassword> verifier,
      Function<String, Optional<Identity>> users) {
    this.challenge = Optional.of(challenge(realm));
    this.verifier = verifier;
    this.users = users;
  }

  /**
   * Asks a verifier of the host's own, at every request: nothing is remembered here. It is asked about an empty name
   * or password too; a directory may take those for nobody in particular and say yes.
   *
   * @param realm what the browser shows; printable ASCII
   */
  public static BasicAuthenticator of(String realm, CredentialVerifier<UsernamePassword> verifier) {
    return new BasicAuthenticator(realm, verifier, name -> Optional.empty());
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    return request
        .authorization("Basic")
        .map(shown -> parse(shown).map(pair -> login(request, pair)).orElse(UNREADABLE))
        .orElseGet(AuthResult::notAttempted);
  }

  @Override
  public AuthResult login(AuthRequest request, UsernamePassword credentials) {
    return verifier
        .verify(credentials)
        .map(AuthResult::authenticated)
        .orElseGet(() -> AuthResult.rejected(Reason.INVALID, wrong(credentials.username())));
  }

  @Override
  public Optional<Identity> find(String username) {
    return users.apply(username);
  }

  /** Whoever came by Basic has just proved all that it can prove; whoever came another way may use it anew. */
  @Override
  public Optional<Challenge> challenge(Need need) {
    return need instanceof Need.StepUp more && more.identity().scheme().equals(SCHEME)
        ? Optional.empty()
        : challenge;
  }

  /** A name that nobody has may be a password in the wrong field, so it is not told. */
  private String wrong(String username) {
    return find(username)
        .map(known -> "wrong password of " + known.subject())
        .orElse("unknown user or wrong password");
  }

  /** RFC 7617, 2: the first colon ends the user-id, and neither part has a control character. */
  private static Optional<UsernamePassword> parse(String token) {
    String pair = token.length() > LONGEST ? "" : text(token);
    int colon = pair.indexOf(':');
    return colon < 0 || pair.chars().anyMatch(Character::isISOControl)
        ? Optional.empty()
        : Optional.of(
            new UsernamePassword(pair.substring(0, colon), Secret.of(pair.substring(colon + 1))));
  }

  /** UTF-8, as the challenge asks for; what is not UTF-8 comes from a client that sends Latin-1. */
  private static String text(String token) {
    try {
      byte[] bytes = Base64.getDecoder().decode(token);
      String text = new String(bytes, UTF_8);
      return Arrays.equals(text.getBytes(UTF_8), bytes) ? text : new String(bytes, ISO_8859_1);
    } catch (IllegalArgumentException noBase64) {
      return "";
    }
  }

  private static Challenge challenge(String realm) {
    Map<String, String> parameters = new LinkedHashMap<>(Map.of("realm", realm));
    parameters.put("charset", "UTF-8");
    return Challenge.header("Basic", parameters);
  }
}
