package io.vestibule.auth.config;

/** What may be wrong with a file. The numbers never change their meaning; docs/errors.md has a paragraph on each. */
enum Code {
  FILE_MISSING(1),
  FILE_UNREADABLE(2),
  FILE_TOO_LARGE(3),
  NOT_UTF_8(4),
  CONTROL_CHARACTER(5),

  NO_EQUALS_SIGN(10),
  SECTION_NOT_CLOSED(11),
  NO_SECTION(12),
  EMPTY_KEY(13),
  EMPTY_SECTION_NAME(14),
  QUOTE_NOT_CLOSED(15),
  KEY_TWICE(16),
  SECTION_TWICE(17),
  BAD_ESCAPE(18),

  UNKNOWN_SECTION(20),
  UNKNOWN_KEY(21),
  KEY_MISPLACED(22),
  KEY_IN_TWO_PLACES(23),
  UNKNOWN_TYPE(24),
  TYPE_TWICE(25),
  NONE_BESIDE_OTHERS(26),
  NO_AUTHENTICATION(27),
  KEY_MISSING(28),

  VALUE_EMPTY(30),
  NOT_A_FLAG(31),
  NOT_A_NUMBER(32),
  NOT_A_DURATION(33),
  NOT_A_CHOICE(34),
  LIST_WITH_A_GAP(35),
  VALUE_REFUSED(37),
  CANNOT_BE_MADE(38),

  REFERENCE_UNRESOLVED(40),
  REFERENCE_MALFORMED(41),
  REFERENCE_UNREADABLE(42),

  OVERRIDE_UNKNOWN(50),
  OVERRIDE_TWICE(51),
  OVERRIDE_OF_FREE_SECTION(52),

  RULE_KEY(60),
  RULE_VALUE(61),
  RULE_VIA(62),

  OPEN_TO_EVERYBODY(80),
  SECTION_NOT_USED(81),
  RULE_UNREACHABLE(82),
  SECRET_READABLE_BY_ALL(83),
  VALUE_UNWISE(84),
  ROLE_OF_NOBODY(85),
  FACTOR_OF_NOBODY(86),
  INSECURE(87);

  private static final int FIRST_WARNING = 80;

  private final int number;

  Code(int number) {
    this.number = number;
  }

  /** As it is printed: {@code AUTH-C012}. */
  String id() {
    return String.format("AUTH-C%03d", number);
  }

  Problem.Severity severity() {
    return number < FIRST_WARNING ? Problem.Severity.ERROR : Problem.Severity.WARNING;
  }
}
