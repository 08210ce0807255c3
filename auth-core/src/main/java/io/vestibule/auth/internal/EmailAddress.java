package io.vestibule.auth.internal;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/**
 * An e-mail address in the one spelling by which two of them are compared. Whatever two readers could read differently
 * is none: two {@code @}, quotes, blanks, comments, letters beyond ASCII. Immutable.
 *
 * @param local what stands before the {@code @}, in small letters
 * @param domain what stands behind it, in small letters; a name beyond ASCII in its {@code xn--} form
 */
public record EmailAddress(String local, String domain) {
  private static final int LONGEST = 254;
  private static final int LONGEST_LOCAL = 64;
  private static final String OF_LOCAL = "!#$%&'*+-/=?^_`{|}~.";

  /** Empty for anything that is no plain address. */
  public static Optional<EmailAddress> parse(String text) {
    int at = text.indexOf('@');
    if (text.length() > LONGEST || at < 1 || at != text.lastIndexOf('@')) {
      return Optional.empty();
    }
    String local = text.substring(0, at);
    return isLocal(local)
        ? domain(text.substring(at + 1))
            .map(domain -> new EmailAddress(local.toLowerCase(Locale.ROOT), domain))
        : Optional.empty();
  }

  /**
   * An address as a person types it, to be kept and shown: without blanks around it, and otherwise as it was written. Empty
   * for anything that is no plain address.
   */
  public static Optional<String> typed(String text) {
    String bare = text.strip();
    return parse(bare).map(plain -> bare);
  }

  /** A domain in the spelling of addresses; empty for anything that is none. */
  public static Optional<String> domain(String text) {
    // The letters are looked at before they are made small: that of the Kelvin sign is a k.
    String small = text.toLowerCase(Locale.ROOT);
    boolean plain = text.length() <= LONGEST
        && text.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || c == '.')
        && !small.contains("..")
        && !small.startsWith(".")
        && !small.endsWith(".")
        && !small.startsWith("-")
        && small.contains(".");
    return plain || small.equals("localhost") ? Optional.of(small) : Optional.empty();
  }

  /** A domain as a person writes it in a file, in letters of any language. */
  public static Optional<String> written(String text) {
    try {
      return domain(IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES));
    } catch (IllegalArgumentException noDomain) {
      return Optional.empty();
    }
  }

  private static boolean isLocal(String text) {
    return text.length() <= LONGEST_LOCAL
        && text.chars().allMatch(c -> isLetterOrDigit(c) || OF_LOCAL.indexOf(c) >= 0)
        && !text.startsWith(".")
        && !text.endsWith(".")
        && !text.contains("..");
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return local + "@" + domain;
  }
}
