package io.vestibule.auth.account;

import io.vestibule.auth.mail.Mail;
import io.vestibule.auth.mail.MailKind;
import io.vestibule.auth.mail.Mails;
import io.vestibule.auth.password.AccountListener;
import io.vestibule.auth.password.User;

/**
 * Warns users by mail of what was changed about their accounts, so that they hear of it where it was not them (ASVS
 * 6.3.7). Of another address the one before hears, for whoever took the account over reads the new one. Thread-safe.
 */
record Notices(Mails mails) implements AccountListener {

  @Override
  public void replaced(Part part, User before, User after) {
    User reader = part == Part.ADDRESS ? before : after;
    if (reader.hasVerifiedEmail()) {
      mails.send(
          Mail.of(kind(part, after), reader.email(), mails.nobody()).with("name", after.name()));
    }
  }

  private static MailKind kind(Part part, User after) {
    return switch (part) {
      case PASSWORD -> MailKind.PASSWORD_CHANGED;
      case ADDRESS -> MailKind.ADDRESS_CHANGED;
      case FACTOR -> after.hasFactor() ? MailKind.FACTOR_ADDED : MailKind.FACTOR_REMOVED;
    };
  }
}
