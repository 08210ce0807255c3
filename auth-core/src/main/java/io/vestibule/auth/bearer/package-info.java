/** Tokens that are shown as they are: under {@code Bearer} or any other scheme, or in a header of their own. */
@NullMarked
package io.vestibule.auth.bearer;

import org.jspecify.annotations.NullMarked;
