package io.vestibule.auth.tls;

import io.vestibule.auth.tls.Remark.Part;

/** A certificate and a key that no server can use. */
final class UnusableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Remark remark;

  UnusableException(Part part, String found, String cure) {
    super(found);
    this.remark = new Remark(part, found, cure);
  }

  Remark remark() {
    return remark;
  }
}
