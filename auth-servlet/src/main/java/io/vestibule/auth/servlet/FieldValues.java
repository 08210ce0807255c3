package io.vestibule.auth.servlet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values that a container hands out one by one, as a list. */
final class FieldValues {
  private FieldValues() {}

  /** All of them in their order; most often there is one at most, and no array is made. */
  static List<String> all(@Nullable Enumeration<String> values) {
    if (values == null || !values.hasMoreElements()) {
      return List.of();
    }
    String only = values.nextElement();
    if (!values.hasMoreElements()) {
      return List.of(only);
    }
    List<String> all = Collections.list(values);
    all.add(0, only);
    return all;
  }
}
