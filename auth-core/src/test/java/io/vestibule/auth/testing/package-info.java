/**
 * An OpenID provider for tests, of this project and of hosts: standards-true until it is told to be faulty. Needs the
 * JDK alone.
 */
package io.vestibule.auth.testing;
