package io.vestibule.auth.session;

import io.vestibule.auth.Form;
import java.util.Map;
import java.util.Optional;

/** A form that asks for a code of an app, or for a recovery code. Immutable. */
public record CodeForm(Form form) {
  private static final int OF_APP = 7;

  /** What was typed; {@code ""} for nothing. */
  public String code() {
    return form.value("code").orElse("").strip();
  }

  /** Whether anything was typed. */
  public boolean isPresent() {
    return !code().isEmpty();
  }

  /** Whether the field was there for a recovery code, or what was typed looks like one. */
  public boolean isRecovery() {
    Optional<String> asked = form.value("recovery").filter("1"::equals);
    return asked.isPresent() || code().length() > OF_APP;
  }

  /**
   * What a page and a program are told of a wrong code.
   *
   * @param clockOff whether it would be right at another time not far from now
   */
  public Map<String, Object> fault(boolean clockOff) {
    return Map.of("error", "bad-code", "clock", clockOff, "recovery", isRecovery());
  }
}
