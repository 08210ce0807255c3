package io.vestibule.auth;

import java.util.HashMap;
import java.util.Map;

/** One refusal in its three forms: a page, a problem (RFC 9457), a line of text. Immutable. */
final class Refusal {
  private static final Refusal TOO_MANY_ATTEMPTS = new Refusal(
      429, "Too Many Requests", Reason.THROTTLED.code(), "Too many attempts. Try again later.");

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
