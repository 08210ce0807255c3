package io.vestibule.auth.password;

/**
 * Is told what was replaced of an account in the store, by whatever way: a page, the API, the command line, or a link.
 * Thread-safe; it returns soon and throws nothing.
 */
@FunctionalInterface
public interface AccountListener {

  /** What an account is guarded by, and reached at. */
  enum Part {
    /** The password; the first one is not told. */
    PASSWORD,
    /** The second factor: another one, or none any more. */
    FACTOR,
    /** The e-mail address: another one, or none any more. */
    ADDRESS
  }

  /** It is done. */
  void replaced(Part part, User before, User after);
}
