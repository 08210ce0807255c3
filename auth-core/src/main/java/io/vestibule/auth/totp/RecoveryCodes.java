package io.vestibule.auth.totp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.Mac;

/**
 * Codes for whoever has lost the app: {@code XXXX-XXXX} of 32 letters, none of which looks like another, so 40 random
 * bits each. What is kept of them are digests under a key. Thread-safe.
 */
final class RecoveryCodes {
  /** How many there are at first. */
  static final int COUNT = 10;

  private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int HALF = 4;

  private final Supplier<Mac> keyed;
  private final SecureRandom random;

  RecoveryCodes(Supplier<Mac> keyed, SecureRandom random) {
    this.keyed = keyed;
    this.random = random;
  }

  /** New ones. */
  List<Secret> make() {
    return Stream.generate(this::text).distinct().limit(COUNT).map(Secret::of).toList();
  }

  /** What is kept of one, which is of no use with another factor. */
  String digest(String factor, Secret code) {
    byte[] text = ("recovery\n" + factor + "\n" + Typed.bare(code.reveal())).getBytes(UTF_8);
    return Base64Url.encode(Digests.copy(keyed.get()).doFinal(text));
  }

  private String text() {
    return half() + "-" + half();
  }

  private String half() {
    StringBuilder half = new StringBuilder();
    for (int i = 0; i < HALF; i++) {
      half.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return half.toString();
  }
}
