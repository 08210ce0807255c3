package io.vestibule.auth.tls;

/** What is wrong with one of the two files, or unwise about it, and what to do. Never a secret. */
record Remark(Part part, String found, String cure) {

  /** Which of the two. */
  enum Part {
    CERTIFICATE,
    KEY;

    /** What the configuration and the forms call it. */
    String key() {
      return this == CERTIFICATE ? "certificate" : "key";
    }
  }

  @Override
  public String toString() {
    return "the file of the " + part.key() + " " + found + ": " + cure;
  }
}
