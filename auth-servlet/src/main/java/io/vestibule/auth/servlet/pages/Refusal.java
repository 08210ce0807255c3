package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is said about a refused form: at which field, in the summary, and where the focus goes. */
final class Refusal {
  private static final String STALE = "stale-page";
  private static final String BAD_CREDENTIALS = "bad-credentials";
  private static final Set<String> ABOUT_USERNAME =
      Set.of("name-taken", "unusable-name", "plain-name");
  private static final Set<String> ABOUT_EMAIL = Set.of("bad-email", "same-email", "email-domain");
  private static final Set<String> ABOUT_PASSWORD =
      Set.of("weak-password", "common-password", "unusable-password", "wrong-password");
  private static final String BAD_CODE = "bad-code";

  private final Model model;
  private final Words words;
  private final String code;
  private final String usernameFault;
  private final String emailFault;
  private final String passwordFault;
  private final String codeFault;

  private Refusal(Model model, Words words) {
    this.model = model;
    this.words = words;
    String error = model.text("error");
    this.code = error.equals(STALE) ? "" : error;
    this.usernameFault = fault("username", ABOUT_USERNAME.contains(code));
    this.emailFault = fault("email", ABOUT_EMAIL.contains(code));
    this.passwordFault = fault("password", ABOUT_PASSWORD.contains(code));
    this.codeFault = code.equals(BAD_CODE) ? badCode() : fault("code", false);
  }

  /** What the parts {@code notices}, {@code username}, {@code email}, {@code password} and {@code code} show. */
  static Map<String, Object> of(Model model, Words words) {
    return new Refusal(model, words).view();
  }

  private Map<String, Object> view() {
    boolean bad = code.equals(BAD_CREDENTIALS);
    Map<String, Object> view = new HashMap<>();
    view.put(View.REFUSED, !code.isEmpty());
    view.put("scripted", true);
    view.put("status_text", status());
    view.put("error_text", summary());
    view.put("username_error", usernameFault);
    view.put("username_invalid", bad || !usernameFault.isEmpty());
    view.put("username_described", described("", usernameFault, "err-username"));
    view.put("email_error", emailFault);
    view.put("password_error", passwordFault);
    view.put("password_invalid", bad || !passwordFault.isEmpty());
    view.put("password_described", described("caps", passwordFault, "err-password"));
    view.put("code_error", codeFault);
    view.put("focus_" + focus(), true);
    return view;
  }

  /** A summary that no field explains gets the focus; else the first field that needs the person. */
  private String focus() {
    if (!usernameFault.isEmpty()) {
      return "username";
    }
    if (!emailFault.isEmpty()) {
      return "email";
    }
    if (!passwordFault.isEmpty()) {
      return "password";
    }
    if (!codeFault.isEmpty()) {
      return "code";
    }
    if (!code.isEmpty() && !code.equals(BAD_CREDENTIALS)) {
      return "error";
    }
    return model.find("username").isEmpty() ? "username" : "password";
  }

  private String described(String always, String fault, String faultId) {
    String reason = fault.isEmpty() ? (code.equals(BAD_CREDENTIALS) ? "error" : "") : faultId;
    return String.join(" ", List.of(always, reason)).strip();
  }

  private String summary() {
    return code.isEmpty() || !(usernameFault + emailFault + passwordFault + codeFault).isEmpty()
        ? ""
        : words.find("error." + code).orElseGet(() -> words.text("error.other"));
  }

  private String status() {
    Optional<String> status = model.find("status_message");
    String said = status.orElse(model.text("error").equals(STALE) ? STALE : "");
    if (said.equals("session-expired") && model.number("idle_minutes").isPresent()) {
      return words.counted(
          "status.session-expired-after", model.number("idle_minutes").getAsLong());
    }
    return said.isEmpty() ? "" : words.find("status." + said).orElse("");
  }

  /** Of a recovery code no clock tells anything. */
  private String badCode() {
    if (model.flag("recovery")) {
      return words.text("error.bad-recovery-code");
    }
    return words.text(model.flag("clock") ? "error.bad-code-clock" : "error.bad-code");
  }

  private String fault(String field, boolean concerned) {
    if (concerned) {
      return words.text("error." + code);
    }
    return code.equals("missing-field") && model.texts("missing").contains(field)
        ? words.text("missing." + field)
        : "";
  }
}
