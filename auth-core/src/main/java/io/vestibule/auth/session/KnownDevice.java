package io.vestibule.auth.session;

import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.password.User;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Knows a device again on which a user has signed in before, so that strangers who guess at the name cannot lock the
 * owner out. The cookie says nothing but a random id; it is signed together with the user's name, and with the second
 * factor that was shown there, if any: whoever knew the password before there was one has no device of it. It lets nobody
 * in.
 */
final class KnownDevice {
  private static final String PURPOSE = "known device";
  private static final String FACTOR = "known device of a factor";
  private static final int ID = 22;
  private static final int SIGNATURE = 43;
  private static final int LONGEST = ID + 1 + SIGNATURE + 1 + SIGNATURE;

  private final InstanceKey key;
  private final SecureRandom random;

  KnownDevice(InstanceKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /**
   * A new mark for a device on which this user has just signed in.
   *
   * @param byFactor whether the second factor was shown there
   */
  String mark(User user, boolean byFactor) {
    String id = Base64Url.random(random, 16);
    String mark = id + "." + key.sign(PURPOSE, text(id, user.name()));
    return byFactor && user.hasFactor()
        ? mark + "." + key.sign(FACTOR, text(id, user.name()) + "\n" + user.factor())
        : mark;
  }

  /** The device's id, if this user has shown the present second factor there. */
  Optional<String> recogniseFactor(String mark, User user) {
    Optional<String> id = recognise(mark, user.name());
    return id.filter(known -> user.hasFactor()
        && mark.length() == LONGEST
        && key.verify(
            FACTOR,
            text(known, user.name()) + "\n" + user.factor(),
            mark.substring(LONGEST - SIGNATURE)));
  }

  private static String text(String id, String username) {
    return id + "\n" + FoldedName.of(username);
  }

  /** The device's id, if this user has signed in there. */
  Optional<String> recognise(String mark, String username) {
    int end = ID + 1 + SIGNATURE;
    if (mark.indexOf('.') != ID
        || mark.length() < end
        || mark.length() > LONGEST
        || (mark.length() > end && mark.charAt(end) != '.')) {
      return Optional.empty();
    }
    String id = mark.substring(0, ID);
    return key.verify(PURPOSE, text(id, username), mark.substring(ID + 1, end))
        ? Optional.of(id)
        : Optional.empty();
  }
}
