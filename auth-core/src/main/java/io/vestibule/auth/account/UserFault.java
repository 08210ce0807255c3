package io.vestibule.auth.account;

import java.util.Locale;

/** Why something is not done to a user. */
enum UserFault {
  UNKNOWN_USER(404, "", "There is no user of this name."),
  OWN_ACCOUNT(409, "", "This is your own account; you look after it on its own pages."),
  LAST_ADMINISTRATOR(409, "", "Nobody else who can sign in looks after the users."),
  ADMINISTRATOR(403, "", "A program looks after no administrator, and makes none."),
  DISABLED_USER(409, "", "The account is disabled; enable it first."),
  NO_FACTOR(409, "", "The user has no second factor."),
  CHANGED_MEANWHILE(409, "", "The account was changed at the same moment; look at it again."),
  MISSING_NAME(422, "name", "Give the user a name."),
  UNUSABLE_NAME(
      422, "name", "A user name has at most 255 characters, and neither a colon nor a line break."),
  NAME_TAKEN(409, "name", "There is a user of this name."),
  UNUSABLE_ROLE(
      422, "roles", "A role is a word of up to 64 characters; there are commas between roles."),
  MISSING_ROLES(422, "roles", "Send the roles; an empty list takes them all."),
  BAD_EMAIL(422, "email", "This is no e-mail address.");

  private final int status;
  private final String field;
  private final String sentence;

  UserFault(int status, String field, String sentence) {
    this.status = status;
    this.field = field;
    this.sentence = sentence;
  }

  int status() {
    return status;
  }

  /** The field of a form that it is about; {@code ""} for none. */
  String field() {
    return field;
  }

  /** For programs; pages say it in their reader's language. */
  String sentence() {
    return sentence;
  }

  /** Its word, such as {@code last-administrator}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
