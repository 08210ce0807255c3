package io.vestibule.auth.store;

/** A database that will not do however long one waits: what was found, and what its operator can do. */
final class UnusableDatabaseException extends IllegalStateException {
  private static final long serialVersionUID = 1L;
  private final String found;
  private final String cure;

  UnusableDatabaseException(String found, String cure) {
    super(found + "; " + cure);
    this.found = found;
    this.cure = cure;
  }

  String found() {
    return found;
  }

  String cure() {
    return cure;
  }
}
