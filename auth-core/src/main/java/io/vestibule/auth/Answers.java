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

  private static final Refusal UNAUTHORIZED =
      new Refusal(401, "Unauthorized", "sign-in-required", "Sign in to open this page.");
  private static final Refusal BAD_CREDENTIALS = new Refusal(
      401, "Unauthorized", "bad-credentials", "The user name or password is not correct.");
  private static final Refusal STEP_UP = new Refusal(
      401, "Unauthorized", "step-up-required", "Confirm that it is you to open this page.");
  private static final Refusal FORBIDDEN =
      new Refusal(403, "Forbidden", "forbidden", "You may not open this page.");
  private static final Refusal METHOD_NOT_ALLOWED =
      new Refusal(405, "Method Not Allowed", "method-not-allowed", "This cannot be done here.");
  private static final Refusal UNAVAILABLE = new Refusal(
      503, "Service Unavailable", "unavailable", "The server is busy. Try again in a few seconds.");

  private static final Refusal BAD_REQUEST =
      new Refusal(400, "Bad Request", "bad-request", "The address or the form is malformed.");
  private static final Map<Integer, Refusal> PLAIN = plain();

  private final List<Auth.Named> authenticators;

  Answers(List<Auth.Named> authenticators) {
    this.authenticators = authenticators;
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
      } else if (offer.get() instanceof Challenge.Header header) {
        challenges =
            challenges.and(caller == Caller.SCRIPT ? header.silent().field() : header.field());
      }
    }
    return challenges.fields().isEmpty()
        ? forbidden(need)
        : refusal(need).answer(caller, challenges.and(NO_STORE));
  }

  AuthResponse forbidden(Need need) {
    return forbidden(need.request());
  }

  AuthResponse forbidden(AuthRequest request) {
    return FORBIDDEN.answer(Caller.of(request), NO_STORE);
  }

  AuthResponse methodNotAllowed(AuthRequest request, Set<String> allowed) {
    return METHOD_NOT_ALLOWED.answer(
        Caller.of(request), NO_STORE.and("Allow", String.join(", ", allowed)));
  }

  AuthResponse unavailable(AuthRequest request, Duration retryAfter) {
    String seconds = Long.toString(Math.max(1, retryAfter.toSeconds()));
    return UNAVAILABLE.answer(Caller.of(request), NO_STORE.and("Retry-After", seconds));
  }

  /** The answer of this status in our own words; no challenge, no offer. */
  AuthResponse plain(AuthRequest request, int status) {
    Refusal known = PLAIN.get(status);
    Refusal refusal = known != null
        ? known
        : new Refusal(status, "Error", "error", "The server answered " + status + ".");
    return refusal.answer(Caller.of(request), NO_STORE);
  }

  private static Map<Integer, Refusal> plain() {
    return Map.of(
        400, BAD_REQUEST,
        401, UNAUTHORIZED,
        403, FORBIDDEN,
        404, new Refusal(404, "Not Found", "not-found", "There is no such page."),
        405, METHOD_NOT_ALLOWED,
        500, new Refusal(500, "Internal Server Error", "error", "Something went wrong here."),
        503, UNAVAILABLE);
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

  private static Refusal refusal(Need need) {
    if (need instanceof Need.SignIn) {
      return UNAUTHORIZED;
    }
    return need instanceof Need.Retry ? BAD_CREDENTIALS : STEP_UP;
  }

  /** One refusal in its three forms. */
  private static final class Refusal {
    private final int status;
    private final Body json;
    private final Body text;
    private final Body page;

    Refusal(int status, String title, String code, String detail) {
      this.status = status;
      this.json = Body.text("application/problem+json", problem(status, title, code, detail));
      this.text = Body.text("text/plain;charset=utf-8", detail + "\n");
      this.page = new Body.Page(
          "error", Map.of("status", status, "title", title, "code", code, "detail", detail));
    }

    AuthResponse answer(Caller caller, Headers headers) {
      return new AuthResponse(status, headers, body(caller));
    }

    private Body body(Caller caller) {
      if (caller == Caller.PERSON) {
        return page;
      }
      return caller == Caller.PROGRAM ? text : json;
    }

    /** RFC 9457; our own words only, so nothing needs escaping. */
    private static String problem(int status, String title, String code, String detail) {
      return "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
          .formatted(code, title, status, detail);
    }
  }
}
