package io.vestibule.auth;

import java.util.HashMap;
import java.util.Map;

/** One refusal in its three forms: a page, a problem (RFC 9457), a line of text. Immutable. */
final class Refusal {
  static final Refusal FORBIDDEN =
      new Refusal(403, "Forbidden", "forbidden", "You may not open this page.");
  static final Refusal METHOD_NOT_ALLOWED =
      new Refusal(405, "Method Not Allowed", "method-not-allowed", "This cannot be done here.");
  static final Refusal UNAVAILABLE = new Refusal(
      503, "Service Unavailable", "unavailable", "The server is busy. Try again in a few seconds.");

  private static final Refusal UNAUTHORIZED =
      new Refusal(401, "Unauthorized", "sign-in-required", "Sign in to open this page.");
  private static final Refusal SESSION_EXPIRED =
      new Refusal(401, "Unauthorized", "session-expired", "You are signed out. Sign in again.");
  private static final Refusal SESSION_REVOKED = new Refusal(
      401, "Unauthorized", "session-revoked", "This session was ended from another device.");
  private static final Refusal BAD_CREDENTIALS = new Refusal(
      401, "Unauthorized", "bad-credentials", "The user name or password is not correct.");
  private static final Refusal NOT_ACCEPTED = new Refusal(
      401,
      "Unauthorized",
      Reason.NOT_ACCEPTED.code(),
      "This application does not accept the user whom the service in front of it names.");
  private static final Refusal CODE_REQUIRED = new Refusal(
      401,
      "Unauthorized",
      Reason.CODE_REQUIRED.code(),
      "A password alone is not enough for this account. Sign in on the sign-in page.");
  private static final Refusal STEP_UP = new Refusal(
      401, "Unauthorized", "step-up-required", "Confirm that it is you to open this page.");
  private static final Refusal DISABLED =
      new Refusal(403, "Forbidden", Reason.DISABLED.code(), "This account is disabled.");
  private static final Refusal CROSS_SITE = new Refusal(
      403,
      "Forbidden",
      Reason.CROSS_SITE.code(),
      "Another site sent this request, so it was refused.");
  private static final Refusal INSUFFICIENT_SCOPE = new Refusal(
      403,
      "Forbidden",
      Reason.INSUFFICIENT_SCOPE.code(),
      "The token that was shown is not good for this.");
  private static final Refusal MISPLACED = new Refusal(
      400,
      "Bad Request",
      Reason.MISPLACED.code(),
      "The address holds credentials. Send them in the Authorization field.");
  private static final Refusal TOO_MANY_ATTEMPTS = new Refusal(
      429, "Too Many Requests", Reason.THROTTLED.code(), "Too many attempts. Try again later.");
  private static final Map<Integer, Refusal> PLAIN = Map.of(
      400, new Refusal(400, "Bad Request", "bad-request", "The address or the form is malformed."),
      401, UNAUTHORIZED,
      403, FORBIDDEN,
      404, new Refusal(404, "Not Found", "not-found", "There is no such page."),
      405, METHOD_NOT_ALLOWED,
      500, new Refusal(500, "Internal Server Error", "error", "Something went wrong here."),
      503, UNAVAILABLE);

  private final int status;
  private final Body json;
  private final Body text;
  private final Body page;

  Refusal(int status, String title, String code, String detail) {
    this(status, title, code, detail, Map.of());
  }

  private Refusal(int status, String title, String code, String detail, Map<String, Object> more) {
    this.status = status;
    this.json = Body.text("application/problem+json", problem(status, title, code, detail, more));
    this.text = Body.text("text/plain;charset=utf-8", detail + "\n");
    this.page = new Body.Page("error", model(status, title, code, detail, more));
  }

  /** What a client is told that must sign in, for this reason. */
  static Refusal signIn(String code) {
    return switch (code) {
      case "session-expired" -> SESSION_EXPIRED;
      case "session-revoked" -> SESSION_REVOKED;
      default -> UNAUTHORIZED;
    };
  }

  /** What a client is told that must prove something. */
  static Refusal of(Need need) {
    if (need instanceof Need.SignIn) {
      return UNAUTHORIZED;
    }
    return need instanceof Need.Retry retry ? of(retry.rejection()) : STEP_UP;
  }

  /** What a client is told whose credentials were refused. */
  static Refusal of(AuthResult.Rejected rejection) {
    return switch (rejection.reason()) {
      case DOUBLED -> of(400);
      case THROTTLED -> tooManyAttempts(rejection.responseHeaders());
      case NOT_ACCEPTED -> NOT_ACCEPTED;
      case CODE_REQUIRED -> CODE_REQUIRED;
      case DISABLED -> DISABLED;
      case CROSS_SITE -> CROSS_SITE;
      case MISPLACED -> MISPLACED;
      case INSUFFICIENT_SCOPE -> INSUFFICIENT_SCOPE;
      case MALFORMED, INVALID, EXPIRED, AMBIGUOUS -> BAD_CREDENTIALS;
    };
  }

  /** What there is to say about a status alone. */
  static Refusal of(int status) {
    Refusal known = PLAIN.get(status);
    return known != null
        ? known
        : new Refusal(status, "Error", "error", "The server answered " + status + ".");
  }

  /** Says how long to wait, where the Retry-After field that goes with the answer tells it in seconds. */
  static Refusal tooManyAttempts(Headers headers) {
    String wait = headers.first("Retry-After").orElse("");
    return wait.matches("[0-9]{1,9}") ? tooManyAttempts(Long.parseLong(wait)) : TOO_MANY_ATTEMPTS;
  }

  private static Refusal tooManyAttempts(long seconds) {
    String detail = "Too many attempts. You can try again in " + inWords(seconds) + ".";
    return new Refusal(
        429, "Too Many Requests", Reason.THROTTLED.code(), detail, Map.of("retry_after", seconds));
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

  /** Whole minutes, rounded up, once it is more than one. */
  private static String inWords(long seconds) {
    if (seconds <= 60) {
      return seconds == 1 ? "1 second" : seconds + " seconds";
    }
    return (seconds + 59) / 60 + " minutes";
  }

  /** Our own words and numbers only, so nothing needs escaping. */
  private static String problem(
      int status, String title, String code, String detail, Map<String, Object> more) {
    StringBuilder json =
        new StringBuilder("{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\""
            .formatted(code, title, status, detail));
    more.forEach((name, number) -> json.append(",\"").append(name).append("\":").append(number));
    return json.append('}').toString();
  }

  private static Map<String, Object> model(
      int status, String title, String code, String detail, Map<String, Object> more) {
    Map<String, Object> model = new HashMap<>(more);
    model.putAll(Map.of("status", status, "title", title, "code", code, "detail", detail));
    return Map.copyOf(model);
  }
}
