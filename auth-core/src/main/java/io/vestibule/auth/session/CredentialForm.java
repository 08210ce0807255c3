package io.vestibule.auth.session;

import io.vestibule.auth.Form;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import java.util.ArrayList;
import java.util.List;

/** A form that asks for a user's name and password. Immutable. */
public record CredentialForm(Form form) {

  /** What was typed as the name; {@code ""} for nothing, and for what is too long to be one. */
  public String username() {
    String name = form.value("username").orElse("");
    return name.length() > UsernamePassword.LONGEST_NAME ? "" : name;
  }

  /** What was typed as the password, which may be nothing. */
  public Secret password() {
    return Secret.of(form.value("password").orElse(""));
  }

  /** Both. */
  public UsernamePassword credentials() {
    return new UsernamePassword(username(), password());
  }

  /** The fields of which nothing can be made, by their names. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (username().isBlank()) {
      missing.add("username");
    }
    if (password().reveal().isEmpty()) {
      missing.add("password");
    }
    return missing;
  }
}
