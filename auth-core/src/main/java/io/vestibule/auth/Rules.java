package io.vestibule.auth;

/** What each path asks for. A lambda will do; {@code auth.rules} compiles it from a file. Thread-safe. */
@FunctionalInterface
public interface Rules {

  /**
   * The requirement of this request. What no rule names must be answered {@link Requirement#SIGNED_IN}.
   *
   * @param method as sent, such as {@code GET}
   * @param path as {@link AuthRequest#path()}
   */
  Requirement match(String method, String path);
}
