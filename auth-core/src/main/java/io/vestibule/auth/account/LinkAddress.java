package io.vestibule.auth.account;

import io.vestibule.auth.Secret;
import java.util.Optional;

/**
 * Where links lead by which somebody chooses a password. Immutable.
 *
 * @param publicUrl the first page of the application, without a slash at the end; empty where the file does not say it
 * @param base where our pages are within it
 */
public record LinkAddress(Optional<String> publicUrl, String base) {

  /** The whole address; from the application's path on where the rest is not known. */
  public String of(Secret token) {
    return publicUrl.orElse("") + ChoosePasswordPage.address(base, token);
  }
}
