package io.vestibule.auth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says no, in the form that the caller can use. Whatever can be made once is made once: refusals are cheap. */
final class Answers {
  static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final Authenticators authenticators;
  private final Optional<RefusalHandler> handler;

  Answers(Authenticators authenticators, Optional<RefusalHandler> handler) {
    this.authenticators = authenticators;
    this.handler = handler;
  }

  /** What was wrong with the credentials decides: other ones may help, or time, or nothing. */
  AuthResponse rejected(Need.Retry need) {
    AuthResult.Rejected rejection = need.rejection();
    if (rejection.reason().status() == 401) {
      return said(
          need.request(),
          Optional.of(rejection.reason()),
          offered(need).with(rejection.responseHeaders()));
    }
    return said(
        need.request(),
        Optional.of(rejection.reason()),
        Refusal.of(rejection)
            .answer(Caller.of(need.request()), Headers.NO_STORE.and(rejection.responseHeaders())));
  }

  /** Offers every way that could help; with none, there is nothing to offer and the answer is 403. */
  AuthResponse challenge(Need need) {
    return said(need.request(), Optional.empty(), offered(need));
  }

  /** The host may have words of its own for every refusal; a redirect is none. */
  private AuthResponse said(AuthRequest request, Optional<Reason> reason, AuthResponse answer) {
    if (handler.isEmpty() || answer.status() < 400) {
      return answer;
    }
    try {
      AuthResponse own =
          handler.get().answer(new Refused(request, answer.status(), reason, answer));
      return new AuthResponse(
          own.status(), own.headers().orElse(answer.headers()), own.body(), own.hostSession());
    } catch (RuntimeException broken) {
      LOG.error("the handler of refusals failed; the client is answered without it", broken);
      return answer;
    }
  }

  private AuthResponse said(AuthRequest request, Refusal refusal, Headers headers) {
    return said(request, Optional.empty(), refusal.answer(Caller.of(request), headers));
  }

  private AuthResponse offered(Need need) {
    Caller caller = Caller.of(need.request());
    List<Challenge.Header> fields = new ArrayList<>();
    Headers logins = Headers.none();
    String code = Challenge.Redirect.SIGN_IN;
    for (Challenge offer : authenticators.offers(need)) {
      if (offer instanceof Challenge.Redirect redirect) {
        if (caller == Caller.PERSON) {
          return AuthResponse.seeOther(
              redirect.location().toASCIIString(), redirect.responseHeaders());
        }
        logins = once(logins, redirect.field());
        code = redirect.code();
      } else if (offer instanceof Challenge.Header header) {
        fields.add(caller == Caller.SCRIPT ? header.silent() : header);
      }
    }
    Headers challenges = logins;
    for (Challenge.Header field : basicLast(fields)) {
      challenges = challenges.and(field.field());
    }
    return challenges.fields().isEmpty()
        ? denied(need)
        : (need instanceof Need.SignIn ? Refusal.signIn(code) : Refusal.of(need))
            .answer(caller, challenges.and(Headers.NO_STORE));
  }

  /** Ways that share a login page offer the same. */
  private static Headers once(Headers offered, Headers more) {
    return offered.fields().containsAll(more.fields()) ? offered : offered.and(more);
  }

  /** Many clients take the first that they know, so the one that sends the password itself comes last. */
  private static List<Challenge.Header> basicLast(List<Challenge.Header> fields) {
    return fields.stream()
        .sorted(Comparator.comparing(field -> field.scheme().endsWith("Basic")))
        .toList();
  }

  /** Where a person could sign in as somebody else, the page says so. */
  private AuthResponse forbidden(Need need) {
    return said(need.request(), Optional.empty(), denied(need));
  }

  /** RFC 6750, 3.1: a program is told which scope its token lacks, though other credentials are not asked for. */
  AuthResponse outOfReach(Need need) {
    AuthResponse answer = forbidden(need);
    return authenticators
        .complaint(need)
        .map(header -> answer.with(header.field()))
        .orElse(answer);
  }

  private AuthResponse denied(Need need) {
    if (need instanceof Need.StepUp known && Caller.of(need.request()) == Caller.PERSON) {
      Map<String, Object> model = Map.of(
          "username", known.identity().subject(),
          "can_switch",
              authenticators.haveSignInPage(new Need.SignIn(need.request(), need.requirement())));
      return new AuthResponse(403, Headers.NO_STORE, new Body.Page("forbidden", model));
    }
    return Refusal.FORBIDDEN.answer(Caller.of(need.request()), Headers.NO_STORE);
  }

  AuthResponse forbidden(AuthRequest request) {
    return said(request, Refusal.FORBIDDEN, Headers.NO_STORE);
  }

  AuthResponse methodNotAllowed(AuthRequest request, Set<String> allowed) {
    Headers headers = Headers.NO_STORE.and("Allow", String.join(", ", allowed));
    return said(request, Refusal.METHOD_NOT_ALLOWED, headers);
  }

  AuthResponse unavailable(AuthRequest request, Duration retryAfter) {
    Headers headers = Headers.NO_STORE.and(RetryAfter.of(retryAfter).headers());
    return said(request, Refusal.UNAVAILABLE, headers);
  }

  /** The answer of this status in our own words; no challenge, no offer. */
  AuthResponse plain(AuthRequest request, int status) {
    return said(request, Refusal.of(status), Headers.NO_STORE);
  }
}
