/**
 * For tests, of this project and of hosts: {@link io.vestibule.auth.testing.SignedIn} signs requests in as anybody; an
 * OpenID provider, standards-true until it is told to be faulty, needs the JDK alone; beside it, tokens that somebody
 * tampered with.
 */
package io.vestibule.auth.testing;
