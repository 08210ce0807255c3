/** Everything that a configuration file says, said in Java: {@link io.vestibule.auth.builder.Vestibule}. */
@NullMarked
package io.vestibule.auth.builder;

import org.jspecify.annotations.NullMarked;
