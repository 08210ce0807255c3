package io.vestibule.auth.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A value with its references resolved.
 *
 * @param text what it says
 * @param written as it stands in the file or the environment
 * @param outside whether any of it came from a file of its own or from the environment, so that it must not show
 * @param file the one file that it was read from, if it was
 */
record Value(String text, Located written, boolean outside, Optional<Path> file) {

  static Value of(Located written) {
    return new Value(written.text(), written, false, Optional.empty());
  }

  Place place() {
    return written.place();
  }

  /** Where a part of it stands; all of it where references have moved the parts. */
  Place place(int from, int length) {
    return text.equals(written.text()) ? written.place(from, length) : written.place();
  }

  /** As a report may name it. */
  String shown(Key key) {
    return outside || key.type() == Key.Type.SECRET ? "something else" : Text.quoted(text);
  }
}
