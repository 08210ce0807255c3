/**
 * An OpenID provider for tests, of this project and of hosts: standards-true until it is told to be faulty. It needs the
 * JDK alone. Beside it, tokens that somebody tampered with.
 */
package io.vestibule.auth.testing;
