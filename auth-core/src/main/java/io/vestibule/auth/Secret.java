package io.vestibule.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
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
    return other instanceof Secret secret
        && MessageDigest.isEqual(value.getBytes(UTF_8), secret.value.getBytes(UTF_8));
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
