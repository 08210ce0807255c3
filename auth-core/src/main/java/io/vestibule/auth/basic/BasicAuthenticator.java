package io.vestibule.auth.basic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.CredentialVerifier;
import io.vestibule.auth.Identity;
import io.vestibule.auth.NamesUser;
import io.vestibule.auth.Need;
import io.vestibule.auth.PasswordAuthenticator;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.csrf.Provenance;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * HTTP Basic: a name and a password with every request (RFC 7617), so there is nothing that {@code
 * logout} could end. Thread-safe.
 */
public final class BasicAuthenticator implements PasswordAuthenticator, NamesUser {
  /** What {@code HttpServletRequest.BASIC_AUTH} says, whatever name stands in the challenge. */
  static final String AUTH_TYPE = "BASIC";

  static final String SCHEME = "Basic";

  /** By what whoever comes so has proved it (RFC 8176). */
  static final Set<String> BY_PASSWORD = Set.of("pwd");

  private static final int LONGEST = 8192;
  private static final AuthResult UNREADABLE = AuthResult.rejected(Reason.MALFORMED, "unreadable");
  private static final AuthResult WRONG =
      AuthResult.rejected(Reason.INVALID, "unknown user or wrong password");

  private final String scheme;
  private final Optional<Challenge> challenge;
  private final OriginCheck origins;
  private final BiFunction<AuthRequest, UsernamePassword, AuthResult> passwords;
  private final Function<String, Optional<Identity>> users;

  BasicAuthenticator(
      String scheme,
      String realm,
      OriginCheck origins,
      BiFunction<AuthRequest, UsernamePassword, AuthResult> passwords,
      Function<String, Optional<Identity>> users) {
    this.scheme = scheme;
    this.challenge = Optional.of(challenge(scheme, realm));
    this.origins = origins;
    this.passwords = passwords;
    this.users = users;
  }

  /**
   * Asks a verifier of the host's own, at every request: nothing is remembered here. It is asked about an empty name
   * or password too; a directory may take those for nobody in particular and say yes.
   *
   * @param realm what the browser shows; printable ASCII
   */
  public static BasicAuthenticator of(String realm, CredentialVerifier<UsernamePassword> verifier) {
    return new BasicAuthenticator(
        SCHEME,
        realm,
        OriginCheck.of(List.of()),
        (request, shown) ->
            verifier.verify(shown).map(AuthResult::authenticated).orElse(WRONG),
        name -> Optional.empty());
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    return request
        .authorization(scheme)
        .map(shown -> parse(shown).map(pair -> guarded(request, pair)).orElse(UNREADABLE))
        .orElseGet(AuthResult::notAttempted);
  }

  @Override
  public Optional<String> namedUser(AuthRequest request) {
    return request
        .authorization(scheme)
        .flatMap(BasicAuthenticator::parse)
        .map(UsernamePassword::username);
  }

  @Override
  public AuthResult login(AuthRequest request, UsernamePassword credentials) {
    return passwords.apply(request, credentials);
  }

  @Override
  public Optional<Identity> find(String username) {
    return users.apply(username);
  }

  /** Whoever came by Basic has just proved all that it can prove; whoever came another way may use it anew. */
  @Override
  public Optional<Challenge> challenge(Need need) {
    return need instanceof Need.StepUp more
            && (more.identity().scheme().equals(AUTH_TYPE) || !more.attainableBy(BY_PASSWORD))
        ? Optional.empty()
        : challenge;
  }

  /** A browser sends the password again by itself, whoever made it ask. */
  private AuthResult guarded(AuthRequest request, UsernamePassword shown) {
    return origins.check(request) instanceof Provenance.Foreign foreign
        ? AuthResult.rejected(Reason.CROSS_SITE, foreign.reason())
        : login(request, shown);
  }

  /** RFC 7617, 2: the first colon ends the user-id, and neither part has a control character; nobody's name is very long. */
  private static Optional<UsernamePassword> parse(String token) {
    String pair = token.length() > LONGEST ? "" : text(token);
    int colon = pair.indexOf(':');
    return colon < 0
            || colon > UsernamePassword.LONGEST_NAME
            || pair.chars().anyMatch(Character::isISOControl)
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

  private static Challenge challenge(String scheme, String realm) {
    Map<String, String> parameters = new LinkedHashMap<>(Map.of("realm", realm));
    parameters.put("charset", "UTF-8");
    return Challenge.header(scheme, parameters);
  }
}
