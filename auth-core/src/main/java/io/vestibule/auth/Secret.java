package io.vestibule.auth;

import io.vestibule.auth.internal.Digests;
import org.jspecify.annotations.Nullable;

/**
 * A text that must not show: it prints as {@code ***} and compares in constant time. Immutable.
 *
 * <p>It promises nothing about wiping: what arrives in a request is a {@code String} already.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** A secret of this text, which may be empty. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The text itself, for whoever must compute with it. */
  public String reveal() {
    return value;
  }

  /** Compares in a time that depends on the lengths only. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && Digests.same(value, secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
