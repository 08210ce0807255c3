package io.vestibule.auth.mail;

import io.vestibule.auth.internal.EmailAddress;

/**
 * A mail as it is sent: plain text to one address. No part of it can end a header field and begin another one, for none
 * of them can be made with a line end where it has no business. Immutable.
 *
 * @param to a plain address, such as {@code ada@example.org}
 * @param subject one line of at most 200 characters
 * @param text lines that end with {@code \n}, at most 20,000 characters
 */
public record Message(String to, String subject, String text) {
  private static final int LONGEST_SUBJECT = 200;
  private static final int LONGEST_TEXT = 20_000;

  /** Refuses an address that is none, a subject of more than one line, and a text with control characters. */
  public Message {
    if (!isAddress(to)) {
      throw new IllegalArgumentException("no plain address");
    }
    if (subject.isBlank()
        || subject.length() > LONGEST_SUBJECT
        || subject.chars().anyMatch(Message::isControl)) {
      throw new IllegalArgumentException("a subject is one line of 1 to 200 characters");
    }
    if (text.length() > LONGEST_TEXT || text.chars().anyMatch(c -> c != '\n' && isControl(c))) {
      throw new IllegalArgumentException("a text has lines and at most 20,000 characters");
    }
  }

  /** Whether mail can be sent there: an address that every server reads in the same way. */
  static boolean isAddress(String text) {
    return EmailAddress.parse(text).isPresent();
  }

  private static boolean isControl(int c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }

  /** Neither the text, in which there may be a link, nor the whole address. */
  @Override
  public String toString() {
    return "a message to " + masked(to);
  }

  /** An address for logs: its first character, and where it leads. */
  static String masked(String address) {
    int at = address.lastIndexOf('@');
    return at < 1 ? "…" : address.charAt(0) + "…" + address.substring(at);
  }
}
