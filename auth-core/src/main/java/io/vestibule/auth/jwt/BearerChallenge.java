package io.vestibule.auth.jwt;

import io.vestibule.auth.Access;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Requirement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a program is told that shows no token, a wrong one (RFC 6750, 3), or one that proves too little (RFC 9470).
 * Immutable.
 */
public final class BearerChallenge {
  /** What {@code getAuthType} says of whoever shows a token. */
  public static final String SCHEME = "Bearer";

  private static final Headers INVALID_REQUEST =
      Headers.of("WWW-Authenticate", "Bearer error=\"invalid_request\"");

  private final String name;
  private final String issuer;
  private final List<String> mfaAcr;
  private final ProtectedResource resource;

  /**
   * The challenge of one authenticator.
   *
   * @param name the authenticator's
   * @param issuer whose tokens it takes; {@code ""} for any
   * @param mfaAcr the values of {@code acr} to ask for where more than one factor is needed
   * @param resource knows who asks where several could
   */
  public BearerChallenge(
      String name, String issuer, List<String> mfaAcr, ProtectedResource resource) {
    this.name = name;
    this.issuer = issuer;
    this.mfaAcr = List.copyOf(mfaAcr);
    this.resource = resource;
  }

  /** RFC 6750, 5.3: a token in an address is in every log on the way. */
  public static AuthResult misplaced() {
    return AuthResult.rejected(Reason.MISPLACED, "a token stands in the address", INVALID_REQUEST);
  }

  /** The challenge for this need; empty where another one asks already. */
  public Optional<Challenge> of(Need need) {
    boolean ours = (need instanceof Need.StepUp more && isToken(more.identity()))
        ? isIssuerOf(more.identity())
        : resource.isSpeaker(name, need);
    return ours ? Optional.of(challenge(need)) : Optional.empty();
  }

  private boolean isIssuerOf(Identity identity) {
    return issuer.isEmpty() || issuer.equals(identity.claims().getOrDefault("iss", issuer));
  }

  private Challenge challenge(Need need) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (need instanceof Need.Retry retry && isOurs(need.request())) {
      refused(retry, parameters);
    } else if (need instanceof Need.StepUp more && isToken(more.identity())) {
      tooLittle(more, parameters);
    }
    boolean dpop = resource.takesBound()
        && need.request()
            .header("Authorization")
            .filter(field -> field.regionMatches(true, 0, "DPoP ", 0, 5))
            .isPresent();
    if (dpop) {
      parameters.put("algs", DpopProofs.ALGORITHMS);
    }
    parameters.put("resource_metadata", ProtectedResource.url(need.request()));
    return Challenge.header(dpop ? "DPoP" : SCHEME, parameters);
  }

  /** RFC 6750, 3.1: no error where no token was shown. */
  private static boolean isOurs(AuthRequest request) {
    return TokenReader.ofAuthorization().read(request).isThere();
  }

  private static boolean isToken(Identity identity) {
    return identity.scheme().equals(SCHEME);
  }

  private static void refused(Need.Retry retry, Map<String, String> parameters) {
    boolean proof = retry.rejection().detail().startsWith(TokenBinding.PROOF);
    parameters.put("error", proof ? "invalid_dpop_proof" : "invalid_token");
    if (retry.rejection().reason() == Reason.EXPIRED) {
      parameters.put("error_description", "The token has expired");
    }
  }

  private void tooLittle(Need.StepUp more, Map<String, String> parameters) {
    Lacks lacks = new Lacks(more.identity());
    if (more.requirement() instanceof Requirement.Demands demands) {
      lacks.look(demands.access());
    }
    SortedSet<String> scopes = more.missingScopes();
    if (!scopes.isEmpty()) {
      parameters.put("error", "insufficient_scope");
      parameters.put("scope", String.join(" ", scopes));
      return;
    }
    if (!lacks.mfa && lacks.ages.isEmpty()) {
      return;
    }
    parameters.put("error", "insufficient_user_authentication");
    if (lacks.mfa && !mfaAcr.isEmpty()) {
      parameters.put("acr_values", String.join(" ", mfaAcr));
    }
    if (!lacks.ages.isEmpty()) {
      parameters.put("max_age", Long.toString(lacks.ages.first().toSeconds()));
    }
  }

  /** What a rule asks for that could be got by another token. */
  private static final class Lacks {
    private final Identity identity;
    private final TreeSet<Duration> ages = new TreeSet<>();
    private volatile boolean mfa;

    Lacks(Identity identity) {
      this.identity = identity;
    }

    void look(Access access) {
      if (access instanceof Access.AllOf all) {
        all.parts().forEach(this::look);
      } else if (access instanceof Access.AnyOf any) {
        any.parts().forEach(this::look);
      } else if (access instanceof Access.Mfa && !identity.methods().contains("mfa")) {
        mfa = true;
      } else if (access instanceof Access.Fresh fresh) {
        ages.add(fresh.maxAge());
      }
    }
  }
}
