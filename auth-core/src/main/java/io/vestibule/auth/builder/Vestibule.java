package io.vestibule.auth.builder;

/**
 * Where a configuration in Java begins. Without state.
 *
 * <pre>{@code
 * AuthFilter.install(context, Vestibule.builder()
 *     .basic((name, password) -> storedPasswordOf(name).orElse(PasswordHash.nobodys()).matches(password))
 *     .rule("/admin/**", "role:admin")
 *     .build());
 * }</pre>
 */
public final class Vestibule {
  private Vestibule() {}

  /** Begins one: what it does not say is as in a file that does not say it. */
  public static VestibuleBuilder builder() {
    return new VestibuleBuilder();
  }
}
