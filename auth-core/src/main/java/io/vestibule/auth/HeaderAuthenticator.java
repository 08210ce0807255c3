package io.vestibule.auth;

import java.util.Set;

/**
 * An authenticator that believes header fields which somebody in front of the application sets. Whoever else sends them
 * is not believed, and the door keeps them from the application, however they are spelt. Thread-safe.
 */
public interface HeaderAuthenticator extends Authenticator {

  /** The fields that it reads: the application sees them where they are believed. */
  Set<String> fields();

  /** Fields that the application never sees: secrets, and names by which others would say who the user is. */
  Set<String> hiddenFields();

  /** Whether what this request says in those fields was said by somebody who is believed. */
  boolean believes(AuthRequest request);
}
