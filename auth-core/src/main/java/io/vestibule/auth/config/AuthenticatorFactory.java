package io.vestibule.auth.config;

import io.vestibule.auth.Authenticator;
import java.util.List;

/**
 * Makes one kind of authenticator from the file: what {@code type} may name. Found by {@link
 * java.util.ServiceLoader}, so a host adds its own with a class and a line in {@code META-INF/services}.
 * Used by one thread, while a file is read.
 */
public interface AuthenticatorFactory {

  /** The section of this kind: its name is what {@code type} says, its keys are all that may stand there. */
  Section section();

  /** Other sections that this kind reads, such as {@code [users]}; several factories may name the same one. */
  default List<Section> alsoReads() {
    return List.of();
  }

  /**
   * Sections whose presence makes one of this kind though {@code type} does not name it, as API tokens come with
   * {@code [store]}; empty where {@code type} must name it. Where {@code type} does, its place there holds.
   * It is made after those that need such a word, so that it can build on what they share.
   * The word {@code none} stands for {@code type = none}.
   */
  default List<String> comesWith() {
    return List.of();
  }

  /** Whether one that comes unnamed is asked after those that {@code type} names; else before them. */
  default boolean asksLast() {
    return false;
  }

  /** Whether who comes by it may have proved more than one factor: a rule with {@code mfa} needs such a way. */
  default boolean provesFactors() {
    return true;
  }

  /** Makes the authenticator. A fault in a value is reported through the settings, not thrown. */
  Authenticator create(Settings settings);
}
