package io.vestibule.auth.password;

import io.vestibule.auth.Secret;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a new password must be: long, and nothing that is tried first (NIST SP 800-63B, 3.1.1.2). Without state. */
public final class PasswordRules {
  /** The fewest characters of a new password. */
  public static final int MIN_LENGTH = 12;

  private static final int FEWEST_DIFFERENT = 5;
  private static final int SHORTEST_NAME = 3;
  private static final Set<String> ROWS = Set.of(
      "01234567890123456789",
      "abcdefghijklmnopqrstuvwxyz",
      "qwertyuiopasdfghjklzxcvbnm",
      "qwertzuiopasdfghjklyxcvbnm",
      "azertyuiopqsdfghjklmwxcvbn",
      "1q2w3e4r5t6y7u8i9o0p",
      "1qaz2wsx3edc4rfv5tgb6yhn7ujm");
  private static final Set<String> COMMON = Set.of(
      "administrator",
      "administrator1",
      "adminadminadmin",
      "changemechangeme",
      "changemenow1",
      "correcthorsebatterystaple",
      "iloveyou1234",
      "letmeinletmein",
      "motdepasse123",
      "passwordpassword",
      "password1234",
      "password12345",
      "password123456",
      "password123!",
      "passwort1234",
      "passwort12345",
      "qwerty123456",
      "secretsecret",
      "trustno1trustno1",
      "vestibulevestibule",
      "welcome12345",
      "welcomewelcome");

  private PasswordRules() {}

  /** What is wrong with a new password; nothing for a good one. */
  public enum Fault {
    /** It has fewer than {@link #MIN_LENGTH} characters. */
    WEAK_PASSWORD,
    /** It is tried first: a common one, a row of keys, or the user's own name and a little more. */
    COMMON_PASSWORD,
    /** It is the one before. */
    SAME_PASSWORD;

    /** Its word in answers, such as {@code weak-password}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What is wrong with this user's new password; empty where nothing is. */
  public static Optional<Fault> fault(String name, Secret password) {
    String text = PasswordText.folded(password.reveal());
    if (text.codePointCount(0, text.length()) < MIN_LENGTH) {
      return Optional.of(Fault.WEAK_PASSWORD);
    }
    return isCommon(text) || hasName(text, PasswordText.folded(name.strip()))
        ? Optional.of(Fault.COMMON_PASSWORD)
        : Optional.empty();
  }

  /** The same, where it is to come after this one, which the user has proved. */
  public static Optional<Fault> fault(String name, Secret password, Secret before) {
    return fault(name, password)
        .or(() -> PasswordText.of(password).equals(PasswordText.of(before))
            ? Optional.of(Fault.SAME_PASSWORD)
            : Optional.empty());
  }

  private static boolean isCommon(String text) {
    return COMMON.contains(text)
        || text.chars().distinct().count() < FEWEST_DIFFERENT
        || ROWS.stream().anyMatch(row -> row.contains(text));
  }

  /** A name of one or two letters is in too many good passwords. */
  private static boolean hasName(String text, String name) {
    return name.length() >= SHORTEST_NAME && text.contains(name);
  }
}
