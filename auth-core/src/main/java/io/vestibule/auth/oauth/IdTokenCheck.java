package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vestibule.auth.Access;
import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.jwt.JwsAlgorithm;
import io.vestibule.auth.jwt.JwtResult;
import io.vestibule.auth.jwt.JwtVerifier;
import io.vestibule.auth.jwt.Keys;
import io.vestibule.auth.jwt.RefusedJwt;
import io.vestibule.auth.jwt.VerifiedJwt;
import io.vestibule.auth.oauth.SignInRefusedException.Page;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Validates an ID token, in the order of OpenID Connect Core 3.1.3.7. Thread-safe. */
final class IdTokenCheck {
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final Duration LONGEST_AGE = Duration.ofMinutes(10);
  /** With many groups it is far longer than what fits into a header. */
  private static final int LONGEST = 1 << 16;

  static final JwsAlgorithm[] SIGNED = Stream.of(JwsAlgorithm.values())
      .filter(algorithm -> !algorithm.isSymmetric())
      .toArray(JwsAlgorithm[]::new);

  private final Client client;
  private final Keys keys;
  private final InstantSource clock;
  private final JwtVerifier verifier;
  private final Issuers issuers;

  IdTokenCheck(Client client, Keys keys, InstantSource clock) {
    this.client = client;
    this.keys = keys;
    this.clock = clock;
    this.verifier = verifier(client.issuer());
    this.issuers = Issuers.of(client);
  }

  private JwtVerifier verifier(String issuer) {
    return JwtVerifier.builder()
        .issuer(issuer)
        .audience(client.id())
        .algorithms(SIGNED)
        .types("JWT")
        .orWithoutType()
        .required("sub", "iat")
        .longest(LONGEST)
        .clockSkew(SKEW)
        .clock(clock)
        .keys(keys)
        .build();
  }

  /** The token that answers this attempt, once everything that it says was found right. */
  VerifiedJwt check(Tokens tokens, Attempt attempt, String code) {
    VerifiedJwt token = verified(tokens.idToken().reveal());
    checkAudience(token);
    checkThat(
        Digests.same(attempt.nonce(), token.text("nonce").orElse("")),
        "its nonce is not the one of this attempt");
    checkSubject(token);
    checkIssued(token);
    checkHash(token, "at_hash", tokens.accessToken().reveal());
    checkHash(token, "c_hash", code);
    checkStrength(token, attempt);
    return token;
  }

  /** A token that comes with a refresh: the same issuer, subject and audience; it has no nonce (Core 12.2). */
  VerifiedJwt checkRefreshed(Tokens tokens, String issuer, String subject) {
    VerifiedJwt token = verified(tokens.idToken().reveal());
    checkAudience(token);
    boolean same = token.issuer().equals(issuer) && token.subject().orElse("").equals(subject);
    if (!same) {
      throw SignInRefusedException.over("oauth-id-token", "ID token: it is about another subject");
    }
    checkHash(token, "at_hash", tokens.accessToken().reveal());
    return token;
  }

  private VerifiedJwt verified(String token) {
    checkThat(!token.isEmpty(), "there is none");
    JwtResult result = verifierOf(token).verify(token);
    if (result instanceof VerifiedJwt verified) {
      return verified;
    }
    throw refused(((RefusedJwt) result).detail());
  }

  /** Where each tenant is an issuer of its own, the token names the one by which it is checked, whole. */
  private JwtVerifier verifierOf(String token) {
    String issuer =
        issuers.of(token).orElseThrow(() -> refused("it names no tenant that is meant"));
    return issuer.equals(verifier.issuer()) ? verifier : verifier(issuer);
  }

  /** We trust no other audience, so there is none beside us, and nobody else was it made for. */
  private void checkAudience(VerifiedJwt token) {
    checkThat(
        token.audience().equals(List.of(client.id())), "its audience is not this client alone");
    Object party = token.claims().getOrDefault("azp", client.id());
    checkThat(client.id().equals(party), "its azp is another client");
  }

  /** OpenID Connect Core 2: at most 255 ASCII characters. */
  private static void checkSubject(VerifiedJwt token) {
    String subject = token.subject().orElse("");
    checkThat(
        !subject.isEmpty() && subject.chars().allMatch(c -> c > ' ' && c < 0x7f),
        "its subject is unusable");
  }

  private void checkIssued(VerifiedJwt token) {
    Instant oldest = clock.instant().minus(LONGEST_AGE).minus(SKEW);
    checkThat(
        token.issuedAt().filter(issued -> issued.isAfter(oldest)).isPresent(),
        "it was issued too long ago"
            + keys.wrongClock().map(clock -> "; " + clock).orElse(""));
  }

  /** Core 3.1.3.6 and 3.3.2.11: the left half of the digest; it need not be there. */
  private static void checkHash(VerifiedJwt token, String claim, String value) {
    Object shown = token.claims().get(claim);
    if (shown != null) {
      checkThat(
          Objects.equals(shown, leftHalf(token.algorithm(), value)), "its " + claim + " is wrong");
    }
  }

  private static String leftHalf(JwsAlgorithm algorithm, String value) {
    String name =
        algorithm == JwsAlgorithm.EDDSA ? "SHA-512" : "SHA-" + algorithm.text().substring(2);
    try {
      byte[] digest = MessageDigest.getInstance(name).digest(value.getBytes(US_ASCII));
      return Base64Url.encode(Arrays.copyOf(digest, digest.length / 2));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has " + name, impossible);
    }
  }

  private void checkStrength(VerifiedJwt token, Attempt attempt) {
    checkThat(
        client.acrValues().isEmpty()
            || token.text("acr").filter(client.acrValues()::contains).isPresent(),
        "its acr is none of those that were asked for");
    if (attempt.again() == Again.FACTORS && !token.texts("amr").contains(Access.MFA)) {
      throw SignInRefusedException.noSecondFactor();
    }
    if (attempt.again().isAsked() && !token.claims().containsKey("auth_time")) {
      if (!client.assumesProvedAgain()) {
        throw SignInRefusedException.notFresh();
      }
      return;
    }
    Optional<Instant> earliest = earliest(attempt);
    checkThat(
        earliest.isEmpty()
            || token
                .instant("auth_time")
                .filter(time -> !time.isBefore(earliest.get().minus(SKEW)))
                .isPresent(),
        "its auth_time is missing or too long ago");
  }

  /** When the person must have signed in there at the earliest. */
  private Optional<Instant> earliest(Attempt attempt) {
    if (attempt.again().isAsked()) {
      return Optional.of(attempt.begun());
    }
    return client.maxAge().isZero()
        ? Optional.empty()
        : Optional.of(clock.instant().minus(client.maxAge()));
  }

  private static void checkThat(boolean right, String otherwise) {
    if (!right) {
      throw refused(otherwise);
    }
  }

  private static SignInRefusedException refused(String detail) {
    return SignInRefusedException.because(Page.FAILED, "oauth-id-token", "ID token: " + detail);
  }
}
