/** Path and method to requirement, compiled once; and the language in which a file writes requirements. */
@NullMarked
package io.vestibule.auth.rules;

import org.jspecify.annotations.NullMarked;
