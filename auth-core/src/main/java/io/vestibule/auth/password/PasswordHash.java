package io.vestibule.auth.password;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.Secret;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mindrot.jbcrypt.BCrypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bcrypt hash, checked and made through jBCrypt, whose gaps are closed here: see {@code docs/password.md}.
 * Immutable.
 *
 * <p>Passwords of up to 72 bytes are hashed as everybody does, so that the hash works elsewhere too. Longer ones
 * are first brought down to 44 characters, and the hash is marked with {@code {bcrypt-sha256}}.
 */
public final class PasswordHash implements StoredPassword {
  /** The cost of a new hash, unless one is asked for. */
  public static final int DEFAULT_COST = 12;

  /** The lowest cost of a new hash. */
  public static final int LOWEST_NEW_COST = 10;

  /** The highest cost of any hash, new or old: the next one takes seconds. */
  public static final int HIGHEST_COST = 15;

  private static final Logger LOG = LoggerFactory.getLogger(PasswordHash.class);
  private static final int LOWEST_COST = 4;
  private static final int MAX_BYTES = 72;
  private static final String LONG = "{bcrypt-sha256}";
  private static final Pattern FORM = Pattern.compile(
      "(\\{bcrypt-sha256})?(\\$2[aby]\\$)(\\d\\d)\\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})");
  private static final Pattern FAMILY =
      Pattern.compile("(\\{bcrypt-sha256})?\\$2[a-z]?\\$.*", Pattern.DOTALL);
  private static final String CURE = "make one with hash-password, or with htpasswd -B";

  /** Hashed in place of a password that is refused unseen, so that refusing takes no less time. */
  private static final String NOBODYS = "no password";

  private final String stored;
  private final String hash;
  private final String salt;
  private final int cost;
  private final boolean forLong;

  private PasswordHash(Matcher form) {
    this.stored = form.group();
    this.forLong = form.group(1) != null;
    this.cost = Integer.parseInt(form.group(3));
    this.salt = form.group(4);
    this.hash = "$2a$" + form.group(3) + "$" + salt + form.group(5);
  }

  /**
   * Reads a stored hash: {@code $2a$}, {@code $2b$} or {@code $2y$}, of a cost from 4 to 15. Never throws.
   *
   * @return a hash, or {@link StoredPassword.Unusable} with the reason
   */
  public static StoredPassword parse(String stored) {
    Matcher form = FORM.matcher(stored);
    if (!form.matches()) {
      return new Unusable(fault(stored), CURE);
    }
    int cost = Integer.parseInt(form.group(3));
    if (cost < LOWEST_COST || cost > HIGHEST_COST) {
      return new Unusable(
          "is a bcrypt hash of cost " + cost + ", and only 4 to " + HIGHEST_COST + " are accepted",
          CURE);
    }
    return new PasswordHash(form);
  }

  /**
   * Hashes a new password; takes a third of a second at cost 12, and twice as long for each one more.
   *
   * @param cost from 10 to 15
   * @return a text to be stored
   * @throws IllegalArgumentException when the password or the cost is refused; the message says why, and is fit
   *     to be shown
   */
  public static String hash(Secret password, int cost) {
    if (cost < LOWEST_NEW_COST || cost > HIGHEST_COST) {
      throw new IllegalArgumentException(
          "the cost must be from " + LOWEST_NEW_COST + " to " + HIGHEST_COST + ", but is " + cost);
    }
    String text = acceptable(password);
    String begin = BCrypt.gensalt(cost);
    boolean tooLong = PasswordText.bytes(text) > MAX_BYTES;
    String salt = begin.substring(begin.length() - 22);
    String made = BCrypt.hashpw(tooLong ? shortened(text, salt) : text, begin);
    return (tooLong ? LONG : "") + "$2b$" + made.substring("$2a$".length());
  }

  @Override
  public boolean matches(Secret password) {
    Optional<String> text = PasswordText.of(password).flatMap(this::fitting);
    return equalHash(text.orElse(NOBODYS)) && text.isPresent();
  }

  @Override
  public int cost() {
    return cost;
  }

  /** Prints the cost only. */
  @Override
  public String toString() {
    return "bcrypt hash of cost " + cost;
  }

  /** The text as it was read: what changes with the password. */
  String stored() {
    return stored;
  }

  /**
   * A hash of the usual cost that no password has: to be asked about a name that nobody has, so that saying no takes as
   * long as for a user.
   */
  public static StoredPassword nobodys() {
    return nobodys(DEFAULT_COST);
  }

  /** A hash of this cost that no password has, for the time it takes to say no. */
  static PasswordHash nobodys(int cost) {
    Matcher form = FORM.matcher("$2b$%02d$%s".formatted(cost, ".".repeat(53)));
    if (!form.matches()) {
      throw new IllegalArgumentException("no bcrypt cost: " + cost);
    }
    return new PasswordHash(form);
  }

  static boolean looksLikeOne(String stored) {
    return FAMILY.matcher(stored).matches();
  }

  /** Only the first 72 bytes count in bcrypt, so a longer text is no match, however it begins. */
  private Optional<String> fitting(String text) {
    if (forLong) {
      return Optional.of(shortened(text, salt));
    }
    return PasswordText.bytes(text) > MAX_BYTES ? Optional.empty() : Optional.of(text);
  }

  private boolean equalHash(String text) {
    try {
      return BCrypt.checkpw(text, hash);
    } catch (RuntimeException broken) {
      LOG.warn("a stored hash could not be checked: {}", broken.getClass().getSimpleName());
      return false;
    }
  }

  private static String acceptable(Secret password) {
    String text = PasswordText.of(password)
        .orElseThrow(() -> new IllegalArgumentException("the password is empty, longer than "
            + PasswordText.MAX_CHARS
            + " characters or not well-formed text"));
    if (text.isBlank()) {
      throw new IllegalArgumentException("the password is blank");
    }
    if (PasswordText.hasControl(text)) {
      throw new IllegalArgumentException("the password has a control character");
    }
    return text;
  }

  /** Keyed with the salt, so that lists of plain SHA-256 are of no use; base64, so that there is no NUL. */
  private static String shortened(String text, String salt) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt.getBytes(US_ASCII), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }

  private static String fault(String stored) {
    if (stored.startsWith("$2x$")) {
      return "is a $2x$ hash, made by a PHP library with a fault that lets other passwords in; it must be reset";
    }
    if (looksLikeOne(stored)) {
      int length = stored.startsWith(LONG) ? stored.length() - LONG.length() : stored.length();
      return length == 60
          ? "is not a well-formed bcrypt hash"
          : "is not a well-formed bcrypt hash: it has " + length + " characters instead of 60";
    }
    return "is not a bcrypt hash";
  }
}
