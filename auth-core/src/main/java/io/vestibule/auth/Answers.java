package io.vestibule.auth;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says no, in the form that the caller can use. Whatever can be made once is made once: refusals are cheap. */
final class Answers {
  static final Headers NO_STORE = Headers.of("Cache-Control", "no-store");
  static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final List<Auth.Named> authenticators;

  Answers(List<Auth.Named> authenticators) {
    this.authenticators = authenticators;
  }

  /** What was wrong with the credentials decides: other ones may help, or time, or nothing. */
  AuthResponse rejected(Need.Retry need) {
    AuthResult.Rejected rejection = need.rejection();
    if (rejection.reason().status() == 401) {
      AuthResponse answer = challenge(need);
      return new AuthResponse(
          answer.status(), answer.headers().and(rejection.responseHeaders()), answer.body());
    }
    return Refusal.of(rejection)
        .answer(Caller.of(need.request()), NO_STORE.and(rejection.responseHeaders()));
  }

  /** Offers every way that could help; with none, there is nothing to offer and the answer is 403. */
  AuthResponse challenge(Need need) {
    Caller caller = Caller.of(need.request());
    Headers challenges = Headers.none();
    for (Auth.Named named : authenticators) {
      Optional<Challenge> offer = offer(named, need);
      if (offer.isEmpty()) {
        continue;
      }
      if (offer.get() instanceof Challenge.Redirect redirect) {
        if (caller == Caller.PERSON) {
          return seeOther(redirect);
        }
        challenges = challenges.and(redirect.field());
      } else if (offer.get() instanceof Challenge.Header header) {
        challenges =
            challenges.and(caller == Caller.SCRIPT ? header.silent().field() : header.field());
      }
    }
    return challenges.fields().isEmpty()
        ? forbidden(need)
        : Refusal.of(need).answer(caller, challenges.and(NO_STORE));
  }

  /** Where a person could sign in as somebody else, the page says so. */
  AuthResponse forbidden(Need need) {
    if (need instanceof Need.StepUp known && Caller.of(need.request()) == Caller.PERSON) {
      boolean canSwitch = authenticators.stream()
          .anyMatch(named ->
              named.authenticator().challenge(need).orElse(null) instanceof Challenge.Redirect);
      Map<String, Object> model =
          Map.of("username", known.identity().subject(), "can_switch", canSwitch);
      return new AuthResponse(403, NO_STORE, new Body.Page("forbidden", model));
    }
    return forbidden(need.request());
  }

  AuthResponse forbidden(AuthRequest request) {
    return Refusal.FORBIDDEN.answer(Caller.of(request), NO_STORE);
  }

  AuthResponse methodNotAllowed(AuthRequest request, Set<String> allowed) {
    Headers headers = NO_STORE.and("Allow", String.join(", ", allowed));
    return Refusal.METHOD_NOT_ALLOWED.answer(Caller.of(request), headers);
  }

  AuthResponse unavailable(AuthRequest request, Duration retryAfter) {
    String seconds = Long.toString(Math.max(1, retryAfter.toSeconds()));
    return Refusal.UNAVAILABLE.answer(Caller.of(request), NO_STORE.and("Retry-After", seconds));
  }

  /** The answer of this status in our own words; no challenge, no offer. */
  AuthResponse plain(AuthRequest request, int status) {
    return Refusal.of(status).answer(Caller.of(request), NO_STORE);
  }

  private static Optional<Challenge> offer(Auth.Named named, Need need) {
    boolean useful = !(need.requirement() instanceof Requirement.Demands demands)
        || demands.access().reachableBy(named.name());
    return useful ? named.authenticator().challenge(need) : Optional.empty();
  }

  private static AuthResponse seeOther(Challenge.Redirect redirect) {
    Headers headers = NO_STORE
        .and("Location", redirect.location().toASCIIString())
        .and(redirect.responseHeaders());
    return new AuthResponse(303, headers, Body.none());
  }
}
