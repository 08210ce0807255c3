package io.vestibule.auth.servlet.pages;

import io.vestibule.auth.AuthResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every state of the pages of the second factor. */
final class TwoFactorStates {
  static final String KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  static final String OTPAUTH = "otpauth://totp/Tickets:ada?secret=" + KEY + "&issuer=Tickets";
  static final List<String> CODES =
      List.of("2345-6789", "ABCD-EFGH", "JKLM-NPQR", "STUV-WXYZ", "2A3B-4C5D");
  private static final List<String> PAGES = List.of("two-factor", "sessions", "tokens");

  private final Map<String, AuthResponse> states = new LinkedHashMap<>();

  private TwoFactorStates() {
    off("", 200, Map.of());
    off("-missing", 422, Map.of("error", "missing-field", "missing", List.of("password")));
    off("-wrong", 422, Map.of("error", "wrong-password"));
    off("-throttled", 429, throttled());
    off("-over", 409, Map.of("error", "set-up-over"));
    off("-not-on", 409, Map.of("error", "factor-off"));
    off("-cross-site", 403, Map.of("error", "cross-site"));
    off("-unavailable", 200, Map.of("offered", false));
    off("-refused", 409, Map.of("offered", false, "error", "not-offered"));
    off("-elsewhere", 403, Map.of("offered", false, "error", "no-password"));
    on("", 200, Map.of());
    on("-few", 200, Map.of("recovery_left", 3));
    on("-one", 200, Map.of("recovery_left", 1));
    on("-recovery", 200, Map.of("recovery", true));
    on("-missing", 422, Map.of("error", "missing-field", "missing", List.of("password", "code")));
    on("-wrong", 422, Map.of("error", "wrong-password"));
    on("-bad-code", 422, Map.of("error", "bad-code"));
    on("-clock", 422, Map.of("error", "bad-code", "clock", true));
    on("-bad-recovery-code", 422, Map.of("error", "bad-code", "recovery", true));
    on("-throttled", 429, throttled());
    on("-already", 409, Map.of("error", "factor-on"));
    setup("", 200, Map.of());
    setup("-missing", 422, Map.of("error", "missing-field", "missing", List.of("code")));
    setup("-wrong", 422, Map.of("error", "bad-code"));
    setup("-throttled", 429, throttled());
    setup("-hidden", 422, Map.of("error", "bad-code", "key", "", "otpauth", ""));
    code("", 200, Map.of());
    code("-recovery", 200, Map.of("recovery", true));
    code("-required", 401, Map.of("error", "code-required"));
    code("-missing", 422, Map.of("error", "missing-field", "missing", List.of("code")));
    code("-wrong", 401, Map.of("error", "bad-code"));
    code("-clock", 401, Map.of("error", "bad-code", "clock", true));
    code("-bad-recovery-code", 401, Map.of("error", "bad-code", "recovery", true));
    code("-throttled", 429, throttled());
    code("-cross-site", 403, Map.of("error", "cross-site"));
    add("recovery-codes", 200, "recovery-codes", Map.of("recovery_codes", CODES));
  }

  static Map<String, AuthResponse> all() {
    return new TwoFactorStates().states;
  }

  private void off(String state, int status, Map<String, Object> more) {
    Map<String, Object> model = new HashMap<>(Map.of("on", false, "offered", true));
    model.putAll(more);
    add("two-factor-off" + state, status, "two-factor", model);
  }

  private void on(String state, int status, Map<String, Object> more) {
    Map<String, Object> model = new HashMap<>(Map.of(
        "on",
        true,
        "offered",
        true,
        "since",
        States.NOW.minusSeconds(5 * 86400).toString(),
        "recovery_left",
        10));
    model.putAll(more);
    add("two-factor-on" + state, status, "two-factor", model);
  }

  private void setup(String state, int status, Map<String, Object> more) {
    Map<String, Object> model = new HashMap<>(Map.of("key", KEY, "otpauth", OTPAUTH));
    model.putAll(more);
    add("two-factor-setup" + state, status, "two-factor-setup", model);
  }

  private void code(String state, int status, Map<String, Object> more) {
    add("login-code" + state, status, "login-code", more);
  }

  private static Map<String, Object> throttled() {
    return Map.of(
        "error", "rate-limited", "retry_at", States.NOW.plusSeconds(238).toString());
  }

  private void add(String state, int status, String page, Map<String, Object> more) {
    Map<String, Object> model = States.login(more);
    model.put("username", "ada");
    model.put("pages", PAGES);
    states.put(state, States.page(status, page, model));
  }
}
