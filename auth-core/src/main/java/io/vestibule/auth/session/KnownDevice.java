package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.FoldedName;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Knows a device again on which a user has signed in before, so that strangers who guess at the name cannot lock the
 * owner out. The cookie says nothing but a random id; it is signed together with the user's name. It lets nobody in.
 */
final class KnownDevice {
  private static final String PURPOSE = "known device";

  private final InstanceKey key;
  private final SecureRandom random;

  KnownDevice(InstanceKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /** A new mark for a device on which this user has just signed in. */
  String mark(String username) {
    String text = Base64Url.random(random, 16);
    return text + "." + key.sign(PURPOSE, text + "\n" + FoldedName.of(username));
  }

  /** The device's id, if this user has signed in there. */
  Optional<String> recognise(String mark, String username) {
    int dot = mark.indexOf('.');
    if (dot != 22 || mark.getBytes(UTF_8).length > 100) {
      return Optional.empty();
    }
    String id = mark.substring(0, dot);
    return key.verify(PURPOSE, id + "\n" + FoldedName.of(username), mark.substring(dot + 1))
        ? Optional.of(id)
        : Optional.empty();
  }
}
