/** Who comes from certain addresses is let in as one user, without proving anything. */
@NullMarked
package io.vestibule.auth.bypass;

import org.jspecify.annotations.NullMarked;
