/** HTTP Basic (RFC 7617): a name and a password with every request. */
@NullMarked
package io.vestibule.auth.basic;

import org.jspecify.annotations.NullMarked;
