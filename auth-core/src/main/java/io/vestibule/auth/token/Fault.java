package io.vestibule.auth.token;

/** Why a token is not made: a stable word, the field that it is about, and a sentence for programs and the command line. */
enum Fault {
  MEMBER_UNKNOWN("unknown-member", "name", "A token is made of name, scopes and expires alone."),
  NAME_MISSING("missing-name", "name", "Give the token a name."),
  NAME_TOO_LONG("bad-name", "name", "A name has up to 80 characters, and no control characters."),
  NAME_TAKEN("name-taken", "name", "You have a token of this name already."),
  SCOPE_UNKNOWN(
      "unknown-scope",
      "scopes",
      "A scope is a word of up to 64 letters, digits and punctuation marks, and there are up to 20;"
          + " the one to read with is spelled read_only."),
  EXPIRY_UNREADABLE(
      "bad-expiry", "expires", "Write how long it is to work, such as 90d, 12h or 30s, or never."),
  EXPIRY_TOO_LATE("expiry-too-late", "expires", "No token may work for so long here."),
  TOO_MANY("too-many-tokens", "name", "You have too many tokens. Revoke one first.");

  private final String code;
  private final String field;
  private final String sentence;

  Fault(String code, String field, String sentence) {
    this.code = code;
    this.field = field;
    this.sentence = sentence;
  }

  String code() {
    return code;
  }

  String field() {
    return field;
  }

  /** The status of the answer (RFC 9110, 15.5). */
  int status() {
    return this == NAME_TAKEN || this == TOO_MANY ? 409 : 422;
  }

  String sentence() {
    return sentence;
  }
}
