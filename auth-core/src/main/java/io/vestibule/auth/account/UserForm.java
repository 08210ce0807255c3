package io.vestibule.auth.account;

import io.vestibule.auth.Form;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What an administrator sends about a user. Immutable. */
record UserForm(Form form) {

  /** Whom it is about. */
  String name() {
    return text("username");
  }

  /** The address that was typed; {@code ""} for none. */
  String email() {
    return text("email");
  }

  /** Whether anything is said of roles: saying nothing must not take them all. */
  boolean saysRoles() {
    return form.fields().containsKey("roles");
  }

  /** The roles, in several fields or with commas or blanks between them. */
  Set<String> roles() {
    return form.values("roles").stream()
        .flatMap(text -> Arrays.stream(text.strip().split("[,\\s]+")))
        .filter(role -> !role.isEmpty())
        .collect(Collectors.toSet());
  }

  /** Whether a link is to be shown, though it could be mailed. */
  boolean shows() {
    String show = text("show");
    return show.equals("1") || show.equals("true");
  }

  String text(String field) {
    return form.value(field).orElse("").strip();
  }
}
