/** Users and their passwords: what a hash may look like, who is in the file, and how a password is checked. */
@NullMarked
package io.vestibule.auth.password;

import org.jspecify.annotations.NullMarked;
