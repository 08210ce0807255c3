package io.vestibule.auth.config;

/** One {@code key = value} of the file. The value is as written: references are not resolved. */
record Assignment(String section, Located key, Located value) {

  String name() {
    return key.text();
  }
}
