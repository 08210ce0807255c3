package io.vestibule.auth.examples.apikey;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import java.util.Optional;

/** Makes an {@link ApiKeyAuthenticator} from the file: one key, and the name of whoever holds it. */
public final class ApiKeyFactory implements AuthenticatorFactory {
  private static final Section SECTION = Section.of(
      "api-key",
      "Clients that send a key in the X-Api-Key field.",
      Key.of("key", Key.Type.SECRET, "The key.", "${API_KEY}").mandatory(),
      Key.of("owner", Key.Type.TEXT, "Who holds it.", "ci").mandatory());

  @Override
  public Section section() {
    return SECTION;
  }

  @Override
  public Authenticator create(Settings settings) {
    Optional<Secret> key = settings.secret("key");
    String owner = settings.text("owner");
    return new ApiKeyAuthenticator(shown -> key.filter(shown::equals)
        .map(right -> Identity.of(owner, "ApiKey", settings.clock().instant())));
  }
}
