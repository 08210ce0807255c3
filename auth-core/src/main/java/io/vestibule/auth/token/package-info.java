/** API tokens: what scripts and programs show instead of a password. */
@NullMarked
package io.vestibule.auth.token;

import org.jspecify.annotations.NullMarked;
