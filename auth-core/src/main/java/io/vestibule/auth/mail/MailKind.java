package io.vestibule.auth.mail;

import java.util.List;
import java.util.Locale;

/**
 * What a mail is about. Each kind has a subject and a text in {@code mail.properties} and its translations, under its
 * {@link #word}. Whoever adds one adds these, and nothing else.
 */
public enum MailKind {
  /** An operator wants to see whether mails arrive. */
  TEST(false),
  /** An administrator has made an account for the reader, who chooses its password. */
  INVITATION(false, "name", "link", "hours"),
  /** Somebody who does not know the password of the reader's account asked for a new one. */
  RESET(true, "name", "link", "minutes"),
  /** An administrator lets the reader choose a new password. */
  RESET_BY_ADMINISTRATOR(false, "name", "link", "minutes"),
  /** Somebody wants to make an account with this address. */
  REGISTRATION(true, "link", "hours"),
  /** The same, and the address has an account already. */
  REGISTERED_ALREADY(true, "name", "link"),
  /** Somebody with an account says that this address is theirs. */
  ADDRESS(true, "link", "hours"),
  /** The password of the reader's account was changed, by whatever way. */
  PASSWORD_CHANGED(false, "name"),
  /** The address of the reader's account was, and this was the one before. */
  ADDRESS_CHANGED(false, "name"),
  /** The reader has closed the account, or somebody who knows the password has. */
  ACCOUNT_CLOSED(false, "name"),
  /** The reader's account asks for a second factor from now on. */
  FACTOR_ADDED(false, "name"),
  /** It does not any longer. */
  FACTOR_REMOVED(false, "name");

  private final boolean askedByAnybody;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> values;

  MailKind(boolean askedByAnybody, String... values) {
    this.askedByAnybody = askedByAnybody;
    this.values = List.of(values);
  }

  /**
   * Whether anybody can have it sent to an address that somebody else reads. Then it says nothing that whoever had it
   * sent has chosen, and few are sent.
   */
  public boolean isAskedByAnybody() {
    return askedByAnybody;
  }

  /** What must be given for its text. */
  public List<String> needs() {
    return values;
  }

  /** Its word in the texts and in the log, such as {@code password-changed}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
